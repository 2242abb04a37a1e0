import { randomBytes } from 'node:crypto';
import { INTENTS } from './gateway-protocol.ts';
import { isRecord } from '../guards.ts';
import type { Json } from './message.ts';
import { Refusal } from './refusal.ts';
import { channelJson, memberJson, messageJson } from './shapes.ts';
import type { DiscordWorld } from './world.ts';

interface Actor {
  readonly channelId: string;
  /** Absent: a person of the sandbox. */
  readonly user?: { readonly id: string; readonly username: string };
  readonly roleIds?: readonly string[];
}

/** What a person does in the chat: uses a slash command, or presses a button. */
export type InteractInput =
  | (Actor & { readonly kind: 'command'; readonly name: string; readonly options?: Readonly<Record<string, string | number | boolean>> })
  | (Actor & { readonly kind: 'button'; readonly customId: string; readonly messageId: string });

export const SANDBOX_PERSON = { id: '80351110224678912', username: 'alex' };

/** Sends INTERACTION_CREATE to the bot; how it answers is in the snapshot under the id. */
export function interact(input: InteractInput, world: DiscordWorld): { readonly id: string; readonly token: string } {
  const channel = world.store.channel(input.channelId);
  if (channel === undefined) throw new Error(`there is no channel ${input.channelId}`);
  const person = { ...(input.user ?? SANDBOX_PERSON), bot: false };
  const id = world.newId();
  const token = randomBytes(32).toString('base64url');
  world.interactions.put({
    id, token, kind: input.kind, name: input.kind === 'command' ? input.name : input.customId, channel_id: channel.id, user_id: person.id,
    source_message_id: input.kind === 'button' ? input.messageId : null, at_ms: world.now(), answered_at_ms: null, callback_type: null, original_message_id: null, replies: [],
  });
  world.gateway.dispatch('INTERACTION_CREATE', INTENTS.none, {
    id, token, application_id: world.application_id, type: input.kind === 'command' ? 2 : 3, version: 1,
    channel_id: channel.id, channel: channelJson(channel, world),
    guild_id: world.guild.id, guild: { id: world.guild.id, features: [], locale: 'en-US' },
    member: { ...memberJson(person, input.roleIds ?? [], world.now()), permissions: '277025770560' },
    locale: 'en-US', guild_locale: 'en-US', app_permissions: '277025770560', entitlements: [],
    authorizing_integration_owners: { 0: world.guild.id }, context: 0, attachment_size_limit: 10_485_760,
    ...(input.kind === 'command' ? { data: commandData(input.name, input.options ?? {}, world) } : buttonData(input.customId, input.messageId, channel.id, world)),
  });
  return { id, token };
}

function commandData(name: string, options: Readonly<Record<string, string | number | boolean>>, world: DiscordWorld): Json {
  const registered = [...world.commands.values()].flat().find((command) => command['name'] === name);
  const declared = Array.isArray(registered?.['options']) ? registered['options'].filter(isRecord) : [];
  const given = Object.entries(options).map(([option, value]) => {
    const type = declared.find((known) => known['name'] === option)?.['type'];
    return { name: option, type: typeof type === 'number' ? type : optionType(value), value };
  });
  return { id: typeof registered?.['id'] === 'string' ? registered['id'] : world.newId(), name, type: 1, guild_id: world.guild.id, options: given };
}

function optionType(value: string | number | boolean): number {
  if (typeof value === 'string') return 3;
  if (typeof value === 'boolean') return 5;
  return Number.isInteger(value) ? 4 : 10;
}

function buttonData(custom_id: string, message_id: string, channel_id: string, world: DiscordWorld): Json {
  const message = world.store.message(channel_id, message_id);
  if (message === undefined) throw new Refusal(404, 10_008, 'Unknown Message');
  return { data: { custom_id, component_type: 2, id: 2 }, message: messageJson(message, world) };
}

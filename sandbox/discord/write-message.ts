import { INTENTS } from './gateway-protocol.ts';
import { isRecord } from '../guards.ts';
import type { Json, Message, Person } from './message.ts';
import { messageProblems } from './message-limits.ts';
import { pingsOf } from './pings.ts';
import { invalidForm, Refusal } from './refusal.ts';
import { messageJson } from './shapes.ts';
import type { DiscordWorld } from './world.ts';

/** Flag of a message that only the person who asked can see: it is not part of the channel. */
export const EPHEMERAL = 64;
/** Of the flags that a sender may set: no embeds, silent, ephemeral. */
const SETTABLE_FLAGS = 4 | EPHEMERAL | 4_096;

export interface Draft {
  readonly channel_id: string;
  readonly author: Person;
  readonly body: unknown;
  readonly webhook_id?: string;
  readonly type?: number;
}

/** Checks the body, stores the message unless it is ephemeral, and tells the gateway; throws Discord's Refusal. */
export function writeMessage(draft: Draft, world: DiscordWorld): Message {
  const body = checked(draft.body);
  const content = typeof body['content'] === 'string' ? body['content'] : '';
  const embeds = embedsOf(body['embeds']);
  const components = componentsOf(body['components']);
  if (content.trim() === '' && embeds.length === 0 && components.length === 0) throw new Refusal(400, 50_006, 'Cannot send an empty message');
  const allowed_mentions = isRecord(body['allowed_mentions']) ? body['allowed_mentions'] : null;
  const nonce = body['nonce'];
  const message: Message = {
    id: world.newId(),
    channel_id: draft.channel_id,
    author: draft.author,
    type: draft.type ?? 0,
    content, embeds, components, allowed_mentions,
    flags: (typeof body['flags'] === 'number' ? body['flags'] : 0) & SETTABLE_FLAGS,
    tts: body['tts'] === true,
    nonce: typeof nonce === 'string' || typeof nonce === 'number' ? nonce : null,
    pings: pingsOf(content, allowed_mentions),
    webhook_id: draft.webhook_id ?? null,
    created_at_ms: world.now(),
    edits: [],
    thread_id: null,
  };
  if ((message.flags & EPHEMERAL) !== 0) return message;
  world.store.put(message);
  announce('MESSAGE_CREATE', message, world);
  return message;
}

/** The message with the parts that the body names replaced; an edit calls nobody, whatever its text says. */
export function rewriteMessage(message: Message, input: unknown, world: DiscordWorld): Message {
  const body = checked(input);
  const edited: Message = {
    ...message,
    content: 'content' in body ? (typeof body['content'] === 'string' ? body['content'] : '') : message.content,
    embeds: 'embeds' in body ? embedsOf(body['embeds']) : message.embeds,
    components: 'components' in body ? componentsOf(body['components']) : message.components,
    edits: [...message.edits, { at_ms: world.now(), content: message.content, embeds: message.embeds }],
  };
  if (edited.content.trim() === '' && edited.embeds.length === 0 && edited.components.length === 0) throw new Refusal(400, 50_006, 'Cannot send an empty message');
  if ((message.flags & EPHEMERAL) !== 0) return edited;
  world.store.put(edited);
  announce('MESSAGE_UPDATE', edited, world);
  return edited;
}

export function removeMessage(message: Message, world: DiscordWorld): void {
  world.store.remove(message);
  world.gateway.dispatch('MESSAGE_DELETE', INTENTS.guild_messages, { id: message.id, channel_id: message.channel_id, guild_id: world.guild.id });
}

function checked(body: unknown): Json {
  const form = isRecord(body) ? body : {};
  const problems = messageProblems(form);
  if (problems.length > 0) throw invalidForm(problems);
  return form;
}

/** Bots hear of every message, but its text only with the content intent, or when it is theirs or calls them. */
function announce(event: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE', message: Message, world: DiscordWorld): void {
  const full: Json = { ...messageJson(message, world), guild_id: world.guild.id };
  const open = message.author.id === world.bot.id || message.pings.user_ids.includes(world.bot.id);
  world.gateway.dispatch(event, INTENTS.guild_messages, (intents) =>
    open || (intents & INTENTS.message_content) !== 0 ? full : { ...full, content: '', embeds: [], components: [] });
}

function embedsOf(value: unknown): readonly Json[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((embed) => {
    const present = Object.fromEntries(Object.entries(embed).filter(([, part]) => part !== null && part !== undefined));
    const fields = Array.isArray(embed['fields']) ? embed['fields'].filter(isRecord).map((field) => ({ ...field, inline: field['inline'] === true })) : null;
    return { ...present, type: 'rich', ...(fields === null ? {} : { fields }) };
  });
}

/** Components come back with the numbers that Discord gives to those without one. */
function componentsOf(value: unknown): readonly Json[] {
  let next_id = 0;
  function numbered(component: Json): Json {
    const id = typeof component['id'] === 'number' ? component['id'] : (next_id += 1);
    const inner = component['components'];
    return { ...component, id, ...(Array.isArray(inner) ? { components: inner.filter(isRecord).map(numbered) } : {}) };
  }
  return Array.isArray(value) ? value.filter(isRecord).map(numbered) : [];
}

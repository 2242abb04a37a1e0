import { isRecord } from '../../guards.ts';
import { isTooLate, type Interaction } from '../interaction-book.ts';
import type { Message } from '../message.ts';
import { invalidForm, Refusal } from '../refusal.ts';
import type { DiscordReply, DiscordRequest, DiscordRoute } from '../route.ts';
import { messageJson } from '../shapes.ts';
import type { DiscordWorld } from '../world.ts';
import { rewriteMessage, writeMessage } from '../write-message.ts';

const CALLBACK_TYPES = [4, 5, 6, 7, 8, 9];

/** The first answer: once, within three seconds, without credentials in the header. */
function answer(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  const interaction = world.interactions.byId(request.params['interaction_id'] ?? '');
  if (interaction === undefined || interaction.token !== request.params['interaction_token']) throw new Refusal(404, 10_062, 'Unknown interaction');
  if (interaction.answered_at_ms !== null) throw new Refusal(400, 40_060, 'Interaction has already been acknowledged.');
  if (isTooLate(interaction, world.now())) throw new Refusal(404, 10_062, 'Unknown interaction');
  const body = isRecord(request.body) ? request.body : {};
  const type = body['type'];
  if (typeof type !== 'number' || !CALLBACK_TYPES.includes(type)) throw invalidForm([{ path: ['type'], code: 'BASE_TYPE_CHOICES', message: 'Value must be one of {4, 5, 6, 7, 8, 9}.' }]);
  if ((type === 6 || type === 7) && interaction.kind !== 'button') throw invalidForm([{ path: ['type'], code: 'INTERACTION_INVALID_TYPE', message: 'Only message components can be updated.' }]);

  const answered: Interaction = { ...interaction, answered_at_ms: world.now(), callback_type: type };
  const message = firstMessage(answered, type, body['data'], world);
  world.interactions.put(message === null ? answered : { ...answered, original_message_id: message.id, replies: type === 4 ? [message] : [] });
  if (request.query.get('with_response') !== 'true') return { status: 204, ...(message === null ? {} : { message_id: message.id }) };
  const shown = { id: interaction.id, type: interaction.kind === 'command' ? 2 : 3, ...(message === null ? {} : { response_message_id: message.id, response_message_ephemeral: (message.flags & 64) !== 0 }) };
  return { status: 200, body: { interaction: shown, ...(message === null ? {} : { resource: { type, message: messageJson(message, world) } }) } };
}

function firstMessage(interaction: Interaction, type: number, data: unknown, world: DiscordWorld): Message | null {
  if (type === 4) return writeMessage({ channel_id: interaction.channel_id, author: world.bot, body: data, type: interaction.kind === 'command' ? 20 : 19 }, world);
  const source = interaction.source_message_id === null ? undefined : world.store.message(interaction.channel_id, interaction.source_message_id);
  if (type === 7 && source !== undefined) return rewriteMessage(source, data, world);
  return type === 6 && source !== undefined ? source : null;
}

export const INTERACTION_ROUTES: readonly DiscordRoute[] = [
  { method: 'POST', path: '/interactions/{interaction_id}/{interaction_token}/callback', operation: 'create_interaction_response', write: true, auth: 'none', handle: answer },
];

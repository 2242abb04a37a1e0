import { INTENTS } from '../gateway-protocol.ts';
import { isRecord, textOf } from '../../guards.ts';
import type { Channel, Message } from '../message.ts';
import { messageProblems } from '../message-limits.ts';
import { invalidForm, Refusal, unknownChannel, unknownMessage } from '../refusal.ts';
import type { DiscordReply, DiscordRequest, DiscordRoute } from '../route.ts';
import { channelJson, messageJson } from '../shapes.ts';
import { isSnowflake } from '../snowflake.ts';
import type { DiscordWorld } from '../world.ts';
import { removeMessage, rewriteMessage, writeMessage } from '../write-message.ts';

const ARCHIVE_MINUTES = [60, 1_440, 4_320, 10_080];

/** The channel that the path names; throws 404, or 403 where the bot may not look. */
export function findChannel(request: DiscordRequest, world: DiscordWorld): Channel {
  const id = request.params['channel_id'] ?? '';
  if (!isSnowflake(id)) throw invalidForm([{ path: ['channel_id'], code: 'NUMBER_TYPE_COERCE', message: `Value "${id}" is not snowflake.` }]);
  const channel = world.store.channel(id);
  if (channel === undefined) throw unknownChannel();
  if (world.faults.values.forbidden_channels.includes(id)) throw new Refusal(403, 50_001, 'Missing Access');
  return channel;
}

function findMessage(request: DiscordRequest, world: DiscordWorld): Message {
  const message = world.store.message(findChannel(request, world).id, request.params['message_id'] ?? '');
  if (message === undefined) throw unknownMessage();
  return message;
}

function createMessage(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  const channel = findChannel(request, world);
  const body = isRecord(request.body) ? request.body : {};
  const nonce = body['nonce'];
  const problems = messageProblems(body);
  if (problems.length > 0) throw invalidForm(problems);
  if (body['enforce_nonce'] === true && (typeof nonce === 'string' || typeof nonce === 'number')) {
    const earlier = world.store.byNonce(world.bot.id, nonce, world.now());
    if (earlier !== undefined) return { status: 200, body: messageJson(earlier, world), message_id: earlier.id };
  }
  const message = writeMessage({ channel_id: channel.id, author: world.bot, body }, world);
  return { status: 200, body: messageJson(message, world), message_id: message.id };
}

function getMessage(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  const message = findMessage(request, world);
  return { status: 200, body: messageJson(message, world), message_id: message.id };
}

function listMessages(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  const channel = findChannel(request, world);
  const limit = Number(request.query.get('limit') ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw invalidForm([{ path: ['limit'], code: 'NUMBER_TYPE_MAX', message: 'int value should be between 1 and 100.' }]);
  const page = world.store.page(channel.id, { before: request.query.get('before'), after: request.query.get('after'), around: request.query.get('around'), limit });
  return { status: 200, body: page.map((message) => messageJson(message, world)) };
}

function updateMessage(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  const message = findMessage(request, world);
  if (message.author.id !== world.bot.id) throw new Refusal(403, 50_005, 'Cannot edit a message authored by another user');
  return { status: 200, body: messageJson(rewriteMessage(message, request.body, world), world), message_id: message.id };
}

function deleteMessage(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  const message = findMessage(request, world);
  removeMessage(message, world);
  return { status: 204, message_id: message.id };
}

function startThread(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  const message = findMessage(request, world);
  if (message.thread_id !== null) throw new Refusal(400, 160_004, 'A thread has already been created for this message');
  const name = textOf(request.body, 'name') ?? '';
  if (name.length < 1 || name.length > 100) throw invalidForm([{ path: ['name'], code: 'BASE_TYPE_BAD_LENGTH', message: 'Must be between 1 and 100 in length.' }]);
  const minutes = isRecord(request.body) ? request.body['auto_archive_duration'] : undefined;
  if (typeof minutes === 'number' && !ARCHIVE_MINUTES.includes(minutes)) {
    throw invalidForm([{ path: ['auto_archive_duration'], code: 'BASE_TYPE_CHOICES', message: 'Value must be one of {60, 1440, 4320, 10080}.' }]);
  }
  // A thread that grows out of a message has the message's id.
  const thread: Channel = {
    id: message.id, name, type: 11, parent_id: message.channel_id, owner_id: world.bot.id, created_at_ms: world.now(), auto_archive_minutes: typeof minutes === 'number' ? minutes : 1_440,
  };
  world.store.addChannel(thread);
  world.store.put({ ...message, thread_id: thread.id });
  const body = channelJson(thread, world);
  world.gateway.dispatch('THREAD_CREATE', INTENTS.guilds, { ...body, newly_created: true });
  return { status: 201, body, message_id: message.id };
}

function typing(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  findChannel(request, world);
  return { status: 204 };
}

const CHANNEL = '/channels/{channel_id}';

export const MESSAGE_ROUTES: readonly DiscordRoute[] = [
  { method: 'POST', path: `${CHANNEL}/messages`, operation: 'create_message', write: true, auth: 'bot', handle: createMessage },
  { method: 'GET', path: `${CHANNEL}/messages`, operation: 'list_messages', write: false, auth: 'bot', handle: listMessages },
  { method: 'GET', path: `${CHANNEL}/messages/{message_id}`, operation: 'get_message', write: false, auth: 'bot', handle: getMessage },
  { method: 'PATCH', path: `${CHANNEL}/messages/{message_id}`, operation: 'update_message', write: true, auth: 'bot', handle: updateMessage },
  { method: 'DELETE', path: `${CHANNEL}/messages/{message_id}`, operation: 'delete_message', write: true, auth: 'bot', handle: deleteMessage },
  { method: 'POST', path: `${CHANNEL}/messages/{message_id}/threads`, operation: 'create_thread_from_message', write: true, auth: 'bot', handle: startThread },
  { method: 'POST', path: `${CHANNEL}/typing`, operation: 'trigger_typing_indicator', write: false, auth: 'bot', handle: typing },
];

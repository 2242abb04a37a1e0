import { isRecord, textOf } from '../../guards.ts';
import { isExpired, type Interaction } from '../interaction-book.ts';
import type { Message } from '../message.ts';
import { invalidForm, Refusal, unknownChannel, unknownMessage, unknownWebhook } from '../refusal.ts';
import type { DiscordReply, DiscordRequest, DiscordRoute } from '../route.ts';
import { messageJson, webhookJson } from '../shapes.ts';
import type { DiscordWorld, Webhook } from '../world.ts';
import { removeMessage, rewriteMessage, writeMessage } from '../write-message.ts';

/** The same paths serve real webhooks and the follow-ups of interactions; the application's own id tells them apart. */
type Caller = { readonly kind: 'webhook'; readonly webhook: Webhook } | { readonly kind: 'interaction'; readonly interaction: Interaction };

function caller(request: DiscordRequest, world: DiscordWorld): Caller {
  const token = request.params['webhook_token'] ?? '';
  if (request.params['webhook_id'] === world.application_id) {
    const interaction = world.interactions.byToken(token);
    if (interaction === undefined || interaction.answered_at_ms === null) throw unknownWebhook();
    if (isExpired(interaction, world.now())) throw new Refusal(401, 50_027, 'Invalid Webhook Token');
    return { kind: 'interaction', interaction };
  }
  const webhook = world.webhooks.find((known) => known.id === request.params['webhook_id']);
  if (webhook === undefined) throw unknownWebhook();
  if (webhook.token !== token) throw new Refusal(401, 50_027, 'Invalid Webhook Token');
  return { kind: 'webhook', webhook };
}

function getWebhook(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  const from = caller(request, world);
  if (from.kind === 'interaction') throw unknownWebhook();
  return { status: 200, body: webhookJson(from.webhook, world) };
}

function execute(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  const from = caller(request, world);
  if (from.kind === 'interaction') return followUp(from.interaction, request.body, world);
  const thread_id = request.query.get('thread_id');
  const channel = world.store.channel(thread_id ?? from.webhook.channelId);
  if (channel === undefined || (thread_id !== null && channel.parent_id !== from.webhook.channelId)) throw unknownChannel();
  const username = textOf(request.body, 'username') ?? 'Sandbox webhook';
  if (username.length > 80 || /discord|clyde/i.test(username)) throw invalidForm([{ path: ['username'], code: 'USERNAME_INVALID_CONTAINS', message: 'Username cannot contain "discord"' }]);
  // Webhooks know no nonces: sending again means a second message.
  const body = isRecord(request.body) ? { ...request.body, nonce: undefined } : {};
  const message = writeMessage({ channel_id: channel.id, author: { id: from.webhook.id, username, bot: true }, body, webhook_id: from.webhook.id }, world);
  return request.query.get('wait') === 'true' ? { status: 200, body: messageJson(message, world), message_id: message.id } : { status: 204, message_id: message.id };
}

function followUp(interaction: Interaction, body: unknown, world: DiscordWorld): DiscordReply {
  const message = writeMessage({ channel_id: interaction.channel_id, author: world.bot, body, webhook_id: world.application_id, type: 19 }, world);
  const original = interaction.callback_type === 5 && interaction.original_message_id === null ? message.id : interaction.original_message_id;
  world.interactions.put({ ...interaction, original_message_id: original, replies: [...interaction.replies, message] });
  return { status: 200, body: messageJson(message, world), message_id: message.id };
}

function found(request: DiscordRequest, from: Caller, world: DiscordWorld): Message {
  const asked = request.params['message_id'];
  const id = asked === undefined || asked === '@original' ? (from.kind === 'interaction' ? from.interaction.original_message_id : null) : asked;
  const message = from.kind === 'interaction'
    ? (from.interaction.replies.find((reply) => reply.id === id) ?? world.store.message(from.interaction.channel_id, id ?? ''))
    : world.store.channels().map((channel) => world.store.message(channel.id, id ?? '')).find((known) => known?.webhook_id === from.webhook.id);
  if (message === undefined) throw unknownMessage();
  return message;
}

function getMessage(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  const message = found(request, caller(request, world), world);
  return { status: 200, body: messageJson(message, world), message_id: message.id };
}

function editMessage(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  const from = caller(request, world);
  // After a deferred answer, the first edit of @original is what writes it.
  if (from.kind === 'interaction' && from.interaction.callback_type === 5 && from.interaction.original_message_id === null) return followUp(from.interaction, request.body, world);
  const edited = rewriteMessage(found(request, from, world), request.body, world);
  if (from.kind === 'interaction') {
    world.interactions.put({ ...from.interaction, replies: from.interaction.replies.map((reply) => (reply.id === edited.id ? edited : reply)) });
  }
  return { status: 200, body: messageJson(edited, world), message_id: edited.id };
}

function deleteMessage(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  const from = caller(request, world);
  const message = found(request, from, world);
  removeMessage(message, world);
  if (from.kind === 'interaction') world.interactions.put({ ...from.interaction, replies: from.interaction.replies.filter((reply) => reply.id !== message.id) });
  return { status: 204, message_id: message.id };
}

const HOOK = '/webhooks/{webhook_id}/{webhook_token}';
const ORIGINAL = `${HOOK}/messages/@original`;
const MESSAGE = `${HOOK}/messages/{message_id}`;

export const WEBHOOK_ROUTES: readonly DiscordRoute[] = [
  { method: 'GET', path: HOOK, operation: 'get_webhook_by_token', write: false, auth: 'none', handle: getWebhook },
  { method: 'POST', path: HOOK, operation: 'execute_webhook', write: true, auth: 'none', handle: execute },
  { method: 'GET', path: ORIGINAL, operation: 'get_original_webhook_message', write: false, auth: 'none', handle: getMessage },
  { method: 'PATCH', path: ORIGINAL, operation: 'update_original_webhook_message', write: true, auth: 'none', handle: editMessage },
  { method: 'DELETE', path: ORIGINAL, operation: 'delete_original_webhook_message', write: true, auth: 'none', handle: deleteMessage },
  { method: 'GET', path: MESSAGE, operation: 'get_webhook_message', write: false, auth: 'none', handle: getMessage },
  { method: 'PATCH', path: MESSAGE, operation: 'update_webhook_message', write: true, auth: 'none', handle: editMessage },
  { method: 'DELETE', path: MESSAGE, operation: 'delete_webhook_message', write: true, auth: 'none', handle: deleteMessage },
];

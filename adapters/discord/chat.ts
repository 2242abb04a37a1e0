import type { ChannelName } from '../../core/chat.ts';
import { AtlasError } from '../../core/error.ts';
import type { Chat, Logger } from '../../core/ports.ts';
import { checkedMarker } from './embed.ts';
import { toPayload } from './payload.ts';
import { checkedId, createDiscordSend } from './rest.ts';
import type { DiscordConnection } from './rest.ts';
import { MessageList, PostedMessage, Self } from './schema.ts';

export interface DiscordOptions extends DiscordConnection {
  readonly channel_ids: Readonly<Record<ChannelName, string>>;
  /** null or empty: nobody can be called. */
  readonly on_call_role_id: string | null;
  readonly logger?: Logger;
}

/** How far back `findByMarker` looks: one page. */
const SEARCHED_MESSAGES = 50;
const MAX_NONCE_CHARS = 25;

/** Chat in Discord over REST alone; nothing of it keeps the process alive. Every failure is an AtlasError. */
export function createDiscordChat(options: DiscordOptions): Chat {
  const send = createDiscordSend(options);
  let own_id: string | null = null;

  const channelId = (channel: ChannelName) => checkedId(options.channel_ids[channel], 'channel');

  async function ownId(): Promise<string> {
    const reply = Self.safeParse(await send({ method: 'get', path: '/users/@me', what: 'read ourselves' }));
    if (!reply.success) throw new AtlasError('VALIDATION_ERROR', 'discord: the reply about ourselves does not fit');
    return reply.data.id;
  }

  return {
    async post(channel, message, nonce) {
      if (nonce === '' || nonce.length > MAX_NONCE_CHARS) throw new AtlasError('VALIDATION_ERROR', `discord: a nonce has 1 to ${MAX_NONCE_CHARS} characters`);
      if (message.mention === 'on_call' && !options.on_call_role_id) options.logger?.warn('nobody is called: no on-call role is configured', { channel });
      const payload = toPayload(message, options.on_call_role_id, true);
      const reply = await send({ method: 'post', path: `/channels/${channelId(channel)}/messages`, body: { ...payload, nonce, enforce_nonce: true }, what: 'post' });
      const posted = PostedMessage.safeParse(reply);
      // It was accepted, so it is there; only its id is unknown.
      if (!posted.success) throw new AtlasError('VALIDATION_ERROR', 'discord: the reply to a post does not fit', { certainty: 'ambiguous' });
      return { channel_id: posted.data.channel_id, message_id: posted.data.id };
    },

    async edit(ref, message) {
      const path = `/channels/${checkedId(ref.channel_id, 'channel')}/messages/${checkedId(ref.message_id, 'message')}` as const;
      await send({ method: 'patch', path, body: { ...toPayload(message, options.on_call_role_id, false) }, what: 'edit' });
    },

    async findByMarker(channel, marker) {
      checkedMarker(marker);
      own_id ??= await ownId();
      const reply = await send({ method: 'get', path: `/channels/${channelId(channel)}/messages`, query: { limit: String(SEARCHED_MESSAGES) }, what: 'read messages' });
      const messages = MessageList.safeParse(reply);
      if (!messages.success) throw new AtlasError('VALIDATION_ERROR', 'discord: the list of messages does not fit');
      const found = messages.data.find((message) => message.author?.id === own_id && message.embeds.some((embed) => embed.footer?.text === marker));
      return found === undefined ? null : { channel_id: found.channel_id, message_id: found.id };
    },
  };
}

import type { Channel, Message } from './message.ts';
import { compareSnowflakes } from './snowflake.ts';

/** `past few minutes` of the documentation, taken as five. */
const NONCE_LIFE_MS = 300_000;

export interface PageRequest {
  readonly before: string | null;
  readonly after: string | null;
  readonly around: string | null;
  readonly limit: number;
}

export interface MessageStore {
  channels(): readonly Channel[];
  channel(id: string): Channel | undefined;
  addChannel(channel: Channel): void;
  /** Oldest first. */
  messages(channel_id: string): readonly Message[];
  message(channel_id: string, id: string): Message | undefined;
  /** Adds the message, or replaces the one with its id. */
  put(message: Message): void;
  remove(message: Message): void;
  /** Newest first, as Discord lists. */
  page(channel_id: string, request: PageRequest): readonly Message[];
  /** The same author's message with that nonce of the last minutes: what `enforce_nonce` gives back. */
  byNonce(author_id: string, nonce: string | number, now: number): Message | undefined;
}

export function createMessageStore(channels: readonly Channel[]): MessageStore {
  const channels_by_id = new Map(channels.map((channel) => [channel.id, channel]));
  const messages_by_channel = new Map<string, Map<string, Message>>();

  function inside(channel_id: string): Map<string, Message> {
    const known = messages_by_channel.get(channel_id) ?? new Map<string, Message>();
    messages_by_channel.set(channel_id, known);
    return known;
  }

  return {
    channels: () => [...channels_by_id.values()],
    channel: (id) => channels_by_id.get(id),
    addChannel: (channel) => void channels_by_id.set(channel.id, channel),
    messages: (channel_id) => [...inside(channel_id).values()],
    message: (channel_id, id) => inside(channel_id).get(id),
    put: (message) => void inside(message.channel_id).set(message.id, message),
    remove: (message) => void inside(message.channel_id).delete(message.id),
    page(channel_id, { before, after, around, limit }) {
      const all = [...inside(channel_id).values()];
      if (before !== null) return all.filter((message) => compareSnowflakes(message.id, before) < 0).slice(-limit).reverse();
      // `after` gives the messages next to the id, not the newest ones.
      if (after !== null) return all.filter((message) => compareSnowflakes(message.id, after) > 0).slice(0, limit).reverse();
      if (around === null) return all.slice(-limit).reverse();
      const older = all.filter((message) => compareSnowflakes(message.id, around) <= 0).slice(-Math.ceil((limit + 1) / 2));
      const newer = all.filter((message) => compareSnowflakes(message.id, around) > 0).slice(0, limit - older.length);
      return [...older, ...newer].reverse();
    },
    byNonce: (author_id, nonce, now) =>
      [...messages_by_channel.values()].flatMap((messages) => [...messages.values()])
        .find((message) => message.author.id === author_id && message.nonce === nonce && now - message.created_at_ms < NONCE_LIFE_MS),
  };
}

import type { GatewayFacts } from './gateway.ts';
import type { Interaction } from './interaction-book.ts';
import type { Json, Message, Pings } from './message.ts';
import type { LoggedRequest } from './request-log.ts';
import type { DiscordWorld } from './world.ts';

export interface DiscordSnapshotMessage {
  readonly id: string;
  readonly author: string;
  readonly content: string;
  readonly embeds: readonly Json[];
  readonly components: readonly Json[];
  readonly nonce: string | number | null;
  /** As sent; null: absent. */
  readonly allowed_mentions: Json | null;
  /** Whom the message really called. */
  readonly pings: Pings;
  readonly created_at_ms: number;
  /** What stood there before each edit, oldest first. */
  readonly edits: readonly { readonly at_ms: number; readonly content: string; readonly embeds: readonly Json[] }[];
  /** Id of the thread that grew out of it: a channel of the snapshot too. */
  readonly thread: string | null;
  readonly webhook_id: string | null;
}

export interface DiscordSnapshot {
  readonly channels: readonly { readonly id: string; readonly name: string; readonly parent_id: string | null; readonly messages: readonly DiscordSnapshotMessage[] }[];
  readonly interactions: readonly (Omit<Interaction, 'replies' | 'token'> & { readonly replies: readonly DiscordSnapshotMessage[] })[];
  readonly commands: Readonly<Record<string, readonly Json[]>>;
  readonly gateway: GatewayFacts;
  /** Every write, and the newest reads, in the order in which they were answered. */
  readonly requests: readonly LoggedRequest[];
}

/** The whole chat as plain JSON, messages oldest first. */
export function discordSnapshot(world: DiscordWorld, requests: readonly LoggedRequest[]): DiscordSnapshot {
  return {
    channels: world.store.channels().map((channel) => ({ id: channel.id, name: channel.name, parent_id: channel.parent_id, messages: world.store.messages(channel.id).map(snapshotMessage) })),
    interactions: world.interactions.all().map(({ token: _secret, replies, ...facts }) => ({ ...facts, replies: replies.map(snapshotMessage) })),
    commands: Object.fromEntries(world.commands),
    gateway: world.gateway.facts(),
    requests: [...requests],
  };
}

function snapshotMessage(message: Message): DiscordSnapshotMessage {
  return {
    id: message.id, author: message.author.username, content: message.content, embeds: message.embeds, components: message.components, nonce: message.nonce,
    allowed_mentions: message.allowed_mentions, pings: message.pings, created_at_ms: message.created_at_ms, edits: message.edits, thread: message.thread_id, webhook_id: message.webhook_id,
  };
}

import { createServer } from 'node:http';
import type { LookAlike } from '../look-alike.ts';
import { createDiscordFaults } from './faults.ts';
import { createGateway, type GatewayCut } from './gateway.ts';
import { createInteractionBook } from './interaction-book.ts';
import { interact, SANDBOX_PERSON, type InteractInput } from './interact.ts';
import { createMessageStore } from './message-store.ts';
import { createRateLimits } from './rate-limits.ts';
import { createRequestLog } from './request-log.ts';
import { serve, type DiscordExchange } from './serve.ts';
import { channelJson, guildJson, memberJson, ownUserJson } from './shapes.ts';
import { discordSnapshot, type DiscordSnapshot } from './snapshot.ts';
import { createSnowflakes } from './snowflake.ts';
import type { DiscordWorld, Webhook } from './world.ts';
import { writeMessage } from './write-message.ts';

export interface DiscordOptions {
  /** 0 or absent: a free one. */
  readonly port?: number;
  readonly token: string;
  readonly guildId: string;
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  readonly webhooks?: readonly Webhook[];
  /** Roles that can be mentioned, such as the one on call. */
  readonly roles?: readonly { readonly id: string; readonly name: string }[];
  /** Epoch ms; a test may move it. */
  readonly now?: () => number;
  /** Sees every REST exchange: what a conformance test checks against the OpenAPI document. */
  readonly observe?: (exchange: DiscordExchange) => void;
}

export interface DiscordLookAlike extends LookAlike {
  readonly applicationId: string;
  snapshot(): DiscordSnapshot;
  /** A person uses a command or presses a button; the answer appears in `snapshot().interactions`. */
  interact(input: InteractInput): { readonly id: string; readonly token: string };
  /** A person writes into a channel; gives the message's id. */
  say(channelId: string, content: string, user?: { readonly id: string; readonly username: string }): string;
  /** Breaks every gateway connection in that way; `drop` when absent. */
  cutGateway(how?: GatewayCut): void;
}

/** Starts a Discord look-alike with one guild on loopback: REST at `/api/v10`, the gateway, and a page to read along at its root. */
export async function startDiscord(options: DiscordOptions): Promise<DiscordLookAlike> {
  let url = '';
  const now = options.now ?? Date.now;
  const newId = createSnowflakes(now);
  const started_at_ms = now();
  const application_id = newId();
  const faults = createDiscordFaults();
  const channels = options.channels.map((channel) => ({ ...channel, type: 0, parent_id: null, owner_id: null, created_at_ms: started_at_ms, auto_archive_minutes: 1_440 }));
  const world: DiscordWorld = {
    guild: { id: options.guildId, name: 'Sandbox' },
    roles: options.roles ?? [],
    application_id,
    bot: { id: application_id, username: 'Atlas', bot: true },
    store: createMessageStore(channels),
    interactions: createInteractionBook(),
    webhooks: options.webhooks ?? [],
    commands: new Map(),
    faults,
    gateway: createGateway({ token: options.token, faults, ready: readyEvent, guildCreate: guildEvent }),
    newId,
    now,
    url: () => url,
  };
  function readyEvent(session_id: string): Readonly<Record<string, unknown>> {
    return {
      v: 10, user: ownUserJson(world), guilds: [{ id: world.guild.id, unavailable: true }], session_id, resume_gateway_url: url.replace(/^http/, 'ws'),
      shard: [0, 1], application: { id: application_id, flags: 0 },
    };
  }
  function guildEvent(): Readonly<Record<string, unknown>> {
    const all = world.store.channels();
    return {
      ...guildJson(world), joined_at: new Date(started_at_ms).toISOString(), large: false, unavailable: false, member_count: 2, members: [memberJson(world.bot, [], started_at_ms)],
      channels: all.filter((channel) => channel.type === 0).map((channel) => channelJson(channel, world)), threads: all.filter((channel) => channel.type === 11).map((channel) => channelJson(channel, world)),
      voice_states: [], presences: [], stage_instances: [], guild_scheduled_events: [], soundboard_sounds: [],
    };
  }

  const log = createRequestLog();
  const serving = { token: options.token, limits: createRateLimits(), log, observe: options.observe ?? (() => undefined) };
  const server = createServer((incoming, response) => {
    // A request that breaks in mid-body, or a bug here, must not take the world down with it.
    serve(incoming, response, world, serving).catch(() => incoming.socket.destroy());
  });
  world.gateway.attach(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    name: 'discord',
    url,
    applicationId: application_id,
    snapshot: () => discordSnapshot(world, log.all()),
    setFaults: (patch) => faults.patch(patch),
    interact: (input) => interact(input, world),
    say: (channelId, content, user = SANDBOX_PERSON) => writeMessage({ channel_id: channelId, author: { ...user, bot: false }, body: { content } }, world).id,
    cutGateway: (how = 'drop') => world.gateway.cut(how),
    async close() {
      await world.gateway.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

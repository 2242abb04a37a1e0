import { Client, DiscordAPIError, Events, GatewayIntentBits, REST } from 'discord.js';
import type { DiscordExchange } from '../../../sandbox/discord/serve.ts';
import { startDiscord, type DiscordLookAlike, type DiscordOptions } from '../../../sandbox/discord/start.ts';

export const TOKEN = 'c2FuZGJveA.c2FuZGJveA.c2FuZGJveC10b2tlbg';
export const GUILD = '1100000000000000001';
export const BUGS = '1100000000000000002';
export const REVIEWS = '1100000000000000003';
export const HOOK = { id: '1100000000000000004', token: 'hook-token', channelId: BUGS };
export const ON_CALL = '1100000000000000005';

export interface DiscordInTest {
  readonly discord: DiscordLookAlike;
  readonly rest: REST;
  readonly exchanges: DiscordExchange[];
  /** Moves the look-alike's clock, not that of the gateway's connections. */
  advance(ms: number): void;
  /** A logged-in bot; stopped together with the look-alike. */
  login(intents?: readonly GatewayIntentBits[]): Promise<Client<true>>;
  stop(): Promise<void>;
}

export async function startDiscordInTest(options: Partial<DiscordOptions> = {}): Promise<DiscordInTest> {
  let skew_ms = 0;
  const exchanges: DiscordExchange[] = [];
  const discord = await startDiscord({
    token: TOKEN, guildId: GUILD, channels: [{ id: BUGS, name: 'bugs' }, { id: REVIEWS, name: 'reviews' }], webhooks: [HOOK], roles: [{ id: ON_CALL, name: 'on-call' }],
    now: () => Date.now() + skew_ms, observe: (exchange) => exchanges.push(exchange), ...options,
  });
  const rest = restClient(discord.url);
  const clients: Client[] = [];
  return {
    discord, rest, exchanges,
    advance: (ms) => void (skew_ms += ms),
    async login(intents = [GatewayIntentBits.Guilds]) {
      const client = newClient(discord.url, intents);
      clients.push(client);
      const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
      await client.login(TOKEN);
      return ready;
    },
    async stop() {
      for (const client of clients) await client.destroy();
      rest.clearHandlerSweeper();
      rest.clearHashSweeper();
      await discord.close();
    },
  };
}

export function newClient(url: string, intents: readonly GatewayIntentBits[]): Client {
  return new Client({ intents: [...intents], rest: { api: `${url}/api`, version: '10', retries: 0 } });
}

export function restClient(url: string, token = TOKEN): REST {
  return new REST({ api: `${url}/api`, version: '10', retries: 0 }).setToken(token);
}

/** The error with which Discord refused; throws when it did not. */
export async function apiError(call: Promise<unknown>): Promise<DiscordAPIError> {
  const error: unknown = await call.then(() => new Error('the call succeeded'), (reason: unknown) => reason);
  if (error instanceof DiscordAPIError) return error;
  throw error;
}

/** Polls until the look gives something; the limit is generous because the machine may be busy. */
export async function until<T>(look: () => T | null | undefined | false): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const seen = look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    if (Date.now() > deadline) throw new Error('what was waited for did not happen');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

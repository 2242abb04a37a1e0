import type { REST } from 'discord.js';
import { AtlasError } from '../../core/error.ts';
import type { Secret } from '../../core/secret.ts';
import { toDiscordFailure } from './failure.ts';

export interface DiscordConnection {
  /** e.g. `https://discord.com/api` */
  readonly api_url: string;
  readonly bot_token: Secret;
  readonly timeout_ms: number;
}

export interface DiscordRequest {
  readonly method: 'get' | 'post' | 'patch';
  readonly path: `/${string}`;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Names the request in errors. */
  readonly what: string;
}

/** Sends one request through discord.js and gives its parsed reply. Rejects with an AtlasError. */
export type DiscordSend = (request: DiscordRequest) => Promise<unknown>;

/** Loads discord.js on the first request. Nothing is retried or queued behind a rate limit here: the gate does that. */
export function createDiscordSend(options: DiscordConnection): DiscordSend {
  let rest: REST | null = null;

  async function load(): Promise<REST> {
    const { loadRest } = await import('./load-rest.ts');
    const RestClient = loadRest();
    return new RestClient({
      api: options.api_url.replace(/\/+$/, ''),
      version: '10',
      retries: 0,
      timeout: options.timeout_ms,
      rejectOnRateLimit: () => true,
      // Its cleaning timers are of use to clients with many routes; ours are five.
      hashSweepInterval: 0,
      handlerSweepInterval: 0,
    });
  }

  return async ({ method, path, body, query, what }) => {
    rest ??= await load();
    // Set anew each time: after one 401 the library forgets the token, and every later request would fail without being sent.
    rest.setToken(options.bot_token.reveal());
    // Its own timeout ends with the headers; this one holds for the body and for waiting behind another request as well.
    const signal = AbortSignal.timeout(options.timeout_ms);
    try {
      return await rest[method](path, { signal, ...(body === undefined ? {} : { body }), ...(query === undefined ? {} : { query: new URLSearchParams(query) }) });
    } catch (error) {
      throw toDiscordFailure(error, what);
    }
  };
}

/** Ids go into paths: anything but digits is refused. */
export function checkedId(id: string, of: string): string {
  if (!/^\d{1,20}$/.test(id)) throw new AtlasError('VALIDATION_ERROR', `discord: not the id of a ${of}`);
  return id;
}

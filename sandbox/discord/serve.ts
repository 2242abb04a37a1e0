import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBody, sendJson, sendPage } from './http.ts';
import { chatPage } from './page/chat.ts';
import type { BucketRule, RateLimits } from './rate-limits.ts';
import { notFound, Refusal, unauthorized } from './refusal.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';
import { matchRoute, type DiscordReply, type DiscordRoute, type RouteMatch } from './route.ts';
import { COMMAND_ROUTES } from './routes/commands.ts';
import { GUILD_ROUTES } from './routes/guild.ts';
import { INTERACTION_ROUTES } from './routes/interactions.ts';
import { MESSAGE_ROUTES } from './routes/messages.ts';
import { WEBHOOK_ROUTES } from './routes/webhooks.ts';
import type { DiscordWorld } from './world.ts';

const ROUTES: readonly DiscordRoute[] = [...GUILD_ROUTES, ...MESSAGE_ROUTES, ...COMMAND_ROUTES, ...INTERACTION_ROUTES, ...WEBHOOK_ROUTES];
const PREFIX = '/api/v10';

/** One request with its answer as it went over the wire, for conformance tests. */
export interface DiscordExchange {
  readonly method: string;
  /** Below `/api/v10`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly operation: string | null;
  readonly request_body: unknown;
  readonly status: number;
  readonly reply_body: unknown;
}

export interface ServeOptions {
  readonly token: string;
  readonly limits: RateLimits;
  readonly log: RequestLog;
  readonly observe: (exchange: DiscordExchange) => void;
}

/** Answers one HTTP request out of the world, with whatever limits and faults there are. */
export async function serve(incoming: IncomingMessage, response: ServerResponse, world: DiscordWorld, options: ServeOptions): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://sandbox');
  const method = incoming.method ?? 'GET';
  if (!url.pathname.startsWith('/api')) return sendPage(response, url.pathname === '/' ? 200 : 404, chatPage(world, url.searchParams.get('channel')));

  const text = await readBody(incoming);
  // An address without a version means the default one, as in webhook addresses that people copy.
  const path = url.pathname.startsWith(`${PREFIX}/`) ? url.pathname.slice(PREFIX.length) : url.pathname.slice('/api'.length);
  const matched = matchRoute(ROUTES, method, path);
  const match = matched === 'wrong_method' ? null : matched;
  const operation = match?.route.operation ?? null;
  const write = match?.route.write ?? method !== 'GET';
  const faults = world.faults;
  if (faults.values.slow_ms > 0) await sleep(faults.values.slow_ms);

  const verdict = options.limits.take(bucketOf(match, method, world), world.now(), operation === 'create_interaction_response' ? null : faults.values.global_limit_per_s);
  let body: unknown;
  function finish(reply: DiscordReply, how: LoggedRequest['reply'] = 'sent', headers: Readonly<Record<string, string>> = {}): void {
    const hidden = Object.entries(match?.params ?? {}).reduce((shown, [name, value]) => (name.endsWith('token') ? shown.replace(value, ':token') : shown), path);
    options.log.add({
      at_ms: world.now(), method, path: hidden, operation, write, status: reply.status, message_id: reply.message_id ?? null, authorized: incoming.headers.authorization !== undefined, reply: how,
    });
    options.observe({ method, path, query: url.searchParams, operation, request_body: body, status: reply.status, reply_body: reply.body });
    if (how === 'sent') sendJson(response, reply.status, reply.body, { ...verdict.headers, ...headers });
    else incoming.socket.destroy();
  }
  function limited(retry_after_s: number, scope: string): void {
    finish({ status: 429, body: { message: 'You are being rate limited.', retry_after: retry_after_s, global: scope === 'global' } }, 'sent', {
      'retry-after': String(Math.ceil(retry_after_s)), 'x-ratelimit-scope': scope, ...(scope === 'global' ? { 'x-ratelimit-global': 'true' } : {}),
    });
  }

  try {
    if ((match?.route.auth ?? 'bot') === 'bot' && incoming.headers.authorization !== `Bot ${options.token}`) throw unauthorized();
    if (faults.strikes('drop_request', operation ?? '')) return finish({ status: 0 }, 'dropped');
    if (faults.strikes('rate_limited', operation ?? '')) return limited(faults.values.retry_after_s, faults.values.rate_limit_scope);
    if (verdict.retry_after_s !== null) return limited(verdict.retry_after_s, verdict.scope);
    if (faults.strikes('http_503', operation ?? '')) throw new Refusal(503, 0, '503: Service Unavailable');
    body = parseBody(text, incoming.headers['content-type']);
    if (/^\/v\d+(\/|$)/.test(path)) throw new Refusal(400, 50_041, 'Invalid API version provided.');
    if (match === null) throw matched === 'wrong_method' ? new Refusal(405, 0, '405: Method Not Allowed') : notFound();
    const reply = match.route.handle({ params: match.params, query: url.searchParams, body }, world);
    finish(reply, write && faults.strikes('lose_reply', match.route.operation) ? 'lost' : 'sent');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    finish({ status: error.status, body: error.body });
  }
}

/** Which requests are counted together: one operation in one channel, guild, webhook or application. */
function bucketOf(match: RouteMatch | null, method: string, world: DiscordWorld): BucketRule {
  if (match === null) return { key: `${method} unknown:`, limit: 50, window_ms: 1_000 };
  const { params, route } = match;
  const major = params['channel_id'] ?? params['guild_id'] ?? (params['webhook_id'] === undefined ? '' : `${params['webhook_id']}/${params['webhook_token']}`);
  const { message_limit, message_window_ms, webhook_limit } = world.faults.values;
  const key = `${route.operation}:${major}`;
  if (route.operation === 'create_message' || route.operation === 'update_message') return { key, limit: message_limit, window_ms: message_window_ms };
  if (route.operation === 'execute_webhook') return { key, limit: webhook_limit, window_ms: 2_000 };
  return { key, limit: 50, window_ms: 1_000 };
}

function parseBody(text: string | null, content_type: string | undefined): unknown {
  if (text === null) throw new Refusal(413, 40_005, 'Request entity too large');
  if (text === '') return undefined;
  if (content_type?.includes('application/json') !== true) throw new Refusal(400, 50_109, 'The request body contains invalid JSON.');
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    throw new Refusal(400, 50_109, 'The request body contains invalid JSON.');
  }
}


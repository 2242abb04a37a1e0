import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendJson, sendPage, readBody } from './http.ts';
import { boardPage } from './pages/board.ts';
import { issuePage } from './pages/issue.ts';
import { Refusal } from './refusal.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';
import { matchRoute, type JiraReply, type JiraRoute } from './route.ts';
import { COMMENT_ROUTES } from './routes/comments.ts';
import { ISSUE_ROUTES } from './routes/issues.ts';
import { LINK_ROUTES } from './routes/links.ts';
import { PROPERTY_ROUTES } from './routes/properties.ts';
import { SEARCH_ROUTES } from './routes/search.ts';
import { SITE_ROUTES } from './routes/site.ts';
import type { JiraWorld } from './world.ts';

const ROUTES: readonly JiraRoute[] = [...SEARCH_ROUTES, ...ISSUE_ROUTES, ...COMMENT_ROUTES, ...PROPERTY_ROUTES, ...LINK_ROUTES, ...SITE_ROUTES];

/** One request with its answer as it went over the wire, for conformance tests. */
export interface JiraExchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly operation: string | null;
  readonly request_body: unknown;
  readonly status: number;
  readonly reply_body: unknown;
}

export interface ServeOptions {
  readonly authorization: string;
  readonly log: RequestLog;
  readonly observe: (exchange: JiraExchange) => void;
}

/** Answers one HTTP request out of the world, with whatever faults are on. */
export async function serve(incoming: IncomingMessage, response: ServerResponse, world: JiraWorld, options: ServeOptions): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://sandbox');
  const method = incoming.method ?? 'GET';
  if (!url.pathname.startsWith('/rest/')) return servePage(url.pathname, response, world);

  const text = await readBody(incoming);
  const matched = matchRoute(ROUTES, method, url.pathname);
  const route = matched === null || matched === 'wrong_method' ? null : matched.route;
  const operation = route?.operation ?? null;
  const write = route?.write ?? method !== 'GET';
  const faults = world.faults;
  if (faults.values.slow_ms > 0) await sleep(faults.values.slow_ms);

  let body: unknown;
  function finish(reply: JiraReply, how: LoggedRequest['reply'] = 'sent', headers: Readonly<Record<string, string>> = {}): void {
    options.log.add({ at_ms: world.now(), method, path: url.pathname, operation, write, status: reply.status, issue_key: reply.issue_key ?? null, reply: how });
    options.observe({ method, path: url.pathname, query: url.searchParams, operation, request_body: body, status: reply.status, reply_body: reply.body });
    if (how === 'sent') sendJson(response, reply.status, reply.body, headers);
    else incoming.socket.destroy();
  }
  function refuse(refusal: Refusal, headers: Readonly<Record<string, string>> = {}): void {
    const key = matched === null || matched === 'wrong_method' ? undefined : matched.params['issueIdOrKey'];
    finish({ status: refusal.status, body: refusal.body, ...(key === undefined ? {} : { issue_key: key }) }, 'sent', headers);
  }

  if (incoming.headers.authorization !== options.authorization) {
    return refuse(new Refusal(401, ['Client must be authenticated to access this resource.']), { 'www-authenticate': 'OAuth realm="sandbox"' });
  }
  if (faults.strikes('drop_request', operation ?? '')) return finish({ status: 0 }, 'dropped');
  if (faults.strikes('rate_limited', operation ?? '')) return refuse(new Refusal(429, ['Rate limit exceeded.']), rateLimitHeaders(world));
  if (faults.strikes('http_503', operation ?? '')) return refuse(new Refusal(503, ['The service is temporarily unavailable.']), retryAfter(faults.values.http_503_retry_after_s));

  try {
    body = parseBody(text, incoming.headers['content-type']);
    if (url.pathname.startsWith('/rest/api/2/')) {
      throw new Refusal(400, ['REST version 2 is not served here: a client sends text instead of an Atlassian Document when it calls this.']);
    }
    if (matched === null) throw new Refusal(404, [`No resource method found for ${method}, ${url.pathname}`]);
    if (matched === 'wrong_method') throw new Refusal(405, [`Method ${method} is not allowed here.`]);
    const reply = matched.route.handle({ method, params: matched.params, query: url.searchParams, body }, world);
    finish(reply, write && faults.strikes('lose_reply', matched.route.operation) ? 'lost' : 'sent');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refuse(error);
  }
}

function parseBody(text: string | null, content_type: string | undefined): unknown {
  if (text === null) throw new Refusal(413, ['The request is too large.']);
  if (text === '') return undefined;
  if (content_type?.includes('application/json') !== true) throw new Refusal(415, ['The request body must be application/json.']);
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    throw new Refusal(400, ['There was an error parsing JSON. Check that your request body is valid.']);
  }
}

function rateLimitHeaders(world: JiraWorld): Readonly<Record<string, string>> {
  const { retry_after_s, rate_limit_reason } = world.faults.values;
  // Jira gives the reset as a time to the minute, not as an epoch: clients that parse a number get it wrong.
  const reset = new Date(world.now() + (retry_after_s ?? 1) * 1_000 + 60_000).toISOString().slice(0, 16);
  return {
    'x-ratelimit-limit': '100',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': `${reset}Z`,
    'x-ratelimit-nearlimit': 'true',
    ...retryAfter(retry_after_s),
    ...(rate_limit_reason === null ? {} : { 'ratelimit-reason': rate_limit_reason }),
  };
}

function retryAfter(seconds: number | null): Readonly<Record<string, string>> {
  return seconds === null ? {} : { 'retry-after': String(seconds) };
}

function servePage(path: string, response: ServerResponse, world: JiraWorld): void {
  if (path === '/') return sendPage(response, 200, boardPage(world));
  const key = /^\/browse\/([A-Za-z0-9_-]+)$/.exec(path)?.[1];
  const issue = key === undefined ? undefined : world.store.find(key);
  if (issue === undefined) return sendPage(response, 404, boardPage(world, 'There is no such page or ticket.'));
  return sendPage(response, 200, issuePage(issue, world));
}

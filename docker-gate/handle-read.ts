import { engineFailed, engineRefused, failed, json, refused } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Containers } from './containers.ts';
import type { Engine, EngineReply } from './engine-client.ts';
import { passesFilters } from './list-filter.ts';
import { inspectView, listedView } from './public-view.ts';
import type { ListedContainer } from './public-view.ts';
import type { Route } from './route.ts';

export interface ReadParts {
  readonly engine: Engine;
  readonly containers: Containers;
  readonly allow: ReadonlySet<string>;
}

type ReadRoute = Exclude<Route, { kind: 'restart' }>;

const SHORT = { timeout_ms: 10_000, max_bytes: 1_000_000 };
const LIST = { timeout_ms: 15_000, max_bytes: 8_000_000 };
/** Two samples a second apart, when the engine is asked for a rate. */
const STATS = { timeout_ms: 15_000, max_bytes: 1_000_000 };
const LOGS = { timeout_ms: 60_000 };

const LOG_TYPES = new Set(['application/vnd.docker.multiplexed-stream', 'application/vnd.docker.raw-stream']);

/** Answers what only looks: never anything about a container that is not on the allow-list. */
export async function handleRead(parts: ReadParts, route: ReadRoute): Promise<Answer> {
  try {
    if (route.kind === 'ping') return ping(await parts.engine.ask(route.method, `${route.api}/_ping`, SHORT));
    if (route.kind === 'version') return passJson(await parts.engine.ask('GET', `${route.api}/version`, SHORT));
    if (route.kind === 'list') return await list(parts, route);
    return await one(parts, route);
  } catch (error) {
    return engineFailed(error);
  }
}

function ping(reply: EngineReply): Answer {
  if (reply.status !== 200) return engineRefused(reply.status, reply.body);
  const api = reply.headers['api-version'];
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache, no-store, must-revalidate' };
  const shown = typeof api === 'string' && /^[0-9.]{1,10}$/.test(api) ? { ...headers, 'api-version': api } : headers;
  return { kind: 'whole', status: 200, headers: shown, body: 'OK' };
}

/** The caller's filters and limit do not go to the engine: everything is asked for, and only what is allowed is let through. */
async function list(parts: ReadParts, route: Extract<Route, { kind: 'list' }>): Promise<Answer> {
  const reply = await parts.engine.ask('GET', `${route.api}/containers/json?all=true`, LIST);
  if (reply.status !== 200) return engineRefused(reply.status, reply.body);
  const entries = parse(reply.body);
  if (!Array.isArray(entries)) return failed(502, 'UPSTREAM_ERROR', 'the engine gave a list that is not one');
  const every = route.all || route.limit !== null || route.filters.has('status');
  const shown = entries
    .map((entry) => listedView(entry, parts.allow))
    .filter((view): view is ListedContainer => view !== null)
    .filter((view) => (every || isUp(view)) && passesFilters(view, route.filters));
  return json(200, route.limit === null ? shown : shown.slice(0, route.limit));
}

/** What the engine lists when it is not asked for all. */
function isUp(view: ListedContainer): boolean {
  return view.State === 'running' || view.State === 'paused' || view.State === 'restarting';
}

async function one(parts: ReadParts, route: Extract<ReadRoute, { container: string }>): Promise<Answer> {
  const target = await parts.containers.find(route.container);
  if (target === 'not_allowed') return refused('container_not_allowed');
  if (target === 'missing') return failed(404, 'UPSTREAM_ERROR', `No such container: ${route.container}`);
  if (route.kind === 'inspect') return json(200, inspectView(target.inspected));
  if (route.kind === 'stats') {
    const query = route.one_shot ? 'stream=false&one-shot=true' : 'stream=false';
    return passJson(await parts.engine.ask('GET', `${route.api}/containers/${target.id}/stats?${query}`, STATS));
  }
  const source = await parts.engine.stream(`${route.api}/containers/${target.id}/logs?${route.query}`, LOGS);
  if (source.statusCode !== 200) {
    source.destroy();
    return engineRefused(source.statusCode ?? 0, Buffer.alloc(0));
  }
  const type = source.headers['content-type'] ?? '';
  return { kind: 'stream', status: 200, content_type: LOG_TYPES.has(type) ? type : 'application/octet-stream', source };
}

/** Parsed and written anew, so that what is passed is JSON and nothing else. */
function passJson(reply: EngineReply): Answer {
  if (reply.status !== 200) return engineRefused(reply.status, reply.body);
  const value = parse(reply.body);
  return value === undefined ? failed(502, 'UPSTREAM_ERROR', 'the engine gave something that is not JSON') : json(200, value);
}

function parse(body: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return value;
  } catch {
    return undefined;
  }
}

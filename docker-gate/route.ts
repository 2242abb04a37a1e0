import { parseListFilters } from './list-filter.ts';
import type { ListFilters } from './list-filter.ts';
import { BOOLEAN, ENCODED, isTrue, parseQuery } from './query.ts';
import type { RefusalReason } from './refusal.ts';

/** One request that the gate may pass. `api` is the version prefix as it came (`''` or `/v1.44`); `container` a name or a full id, not yet looked up. */
export type Route =
  | { readonly kind: 'ping'; readonly api: string; readonly method: 'GET' | 'HEAD' }
  | { readonly kind: 'version'; readonly api: string }
  | { readonly kind: 'list'; readonly api: string; readonly all: boolean; readonly limit: number | null; readonly filters: ListFilters }
  | { readonly kind: 'inspect'; readonly api: string; readonly container: string }
  | { readonly kind: 'logs'; readonly api: string; readonly container: string; readonly query: string }
  | { readonly kind: 'stats'; readonly api: string; readonly container: string; readonly one_shot: boolean }
  | { readonly kind: 'restart'; readonly api: string; readonly container: string; readonly t_s: number | null };

export const MOST_LOG_LINES = 5_000;
export const LONGEST_STOP_S = 300;

const FIXED = /^((?:\/v1\.[0-9]{2})?)\/(_ping|version|containers\/json)$/;
const OF_CONTAINER = /^((?:\/v1\.[0-9]{2})?)\/containers\/([A-Za-z0-9][A-Za-z0-9_.-]*)\/(json|logs|stats|restart)$/;

const TIME = /^(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,9})?$/;
const LOG_RULES = {
  stdout: BOOLEAN,
  stderr: BOOLEAN,
  timestamps: BOOLEAN,
  // Following would hold a connection open for ever.
  follow: /^(?:false|0)$/,
  tail: /^(?:0|[1-9][0-9]{0,3})$/,
  since: TIME,
  until: TIME,
};

/** Exact match of method and raw target; nothing is decoded but the JSON of `filters`. Pure. */
export function matchRoute(method: string, target: string): Route | RefusalReason {
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const query = mark === -1 ? null : target.slice(mark + 1);
  const fixed = FIXED.exec(path);
  if (fixed !== null) return matchFixed(method, fixed[2] ?? '', fixed[1] ?? '', query);
  const one = OF_CONTAINER.exec(path);
  if (one === null) return 'route_not_allowed';
  return matchContainer(method, one[3] ?? '', one[1] ?? '', one[2] ?? '', query);
}

function matchFixed(method: string, name: string, api: string, raw: string | null): Route | RefusalReason {
  if (name === '_ping' && (method === 'GET' || method === 'HEAD')) return raw === null ? { kind: 'ping', api, method } : 'query_not_allowed';
  if (method !== 'GET') return 'route_not_allowed';
  if (name === 'version') return raw === null ? { kind: 'version', api } : 'query_not_allowed';
  if (name !== 'containers/json') return 'route_not_allowed';
  // `size` makes the engine walk file systems, so it is not known here.
  const query = parseQuery(raw, { all: BOOLEAN, filters: ENCODED, limit: /^[1-9][0-9]{0,3}$/ });
  const filters = query === null ? null : parseListFilters(query.get('filters') ?? null);
  if (query === null || filters === null) return 'query_not_allowed';
  const limit = query.get('limit');
  return { kind: 'list', api, all: isTrue(query, 'all'), limit: limit === undefined ? null : Number(limit), filters };
}

function matchContainer(method: string, name: string, api: string, container: string, raw: string | null): Route | RefusalReason {
  if (name === 'restart') {
    if (method !== 'POST') return 'route_not_allowed';
    const query = parseQuery(raw, { t: /^(?:0|[1-9][0-9]{0,2})$/ });
    const t = query?.get('t');
    if (query === null || Number(t ?? 0) > LONGEST_STOP_S) return 'query_not_allowed';
    return { kind: 'restart', api, container, t_s: t === undefined ? null : Number(t) };
  }
  if (method !== 'GET') return 'route_not_allowed';
  if (name === 'json') return raw === null ? { kind: 'inspect', api, container } : 'query_not_allowed';
  if (name === 'logs') {
    const query = logsQuery(raw);
    return query === null ? 'query_not_allowed' : { kind: 'logs', api, container, query };
  }
  // Without `stream=false` the engine would send samples for ever.
  const query = parseQuery(raw, { stream: /^(?:false|0)$/, 'one-shot': BOOLEAN });
  if (query === null || !query.has('stream')) return 'query_not_allowed';
  return { kind: 'stats', api, container, one_shot: isTrue(query, 'one-shot') };
}

/** The query that the engine will get, written anew: always with a `tail`, never with `follow`. */
function logsQuery(raw: string | null): string | null {
  const query = parseQuery(raw, LOG_RULES);
  if (query === null) return null;
  const tail = Number(query.get('tail') ?? MOST_LOG_LINES);
  const stdout = isTrue(query, 'stdout');
  const stderr = isTrue(query, 'stderr');
  if (tail > MOST_LOG_LINES || !(stdout || stderr)) return null;
  const parts = [
    'follow=false',
    `stdout=${String(stdout)}`,
    `stderr=${String(stderr)}`,
    `timestamps=${String(isTrue(query, 'timestamps'))}`,
    `tail=${String(tail)}`,
  ];
  for (const key of ['since', 'until']) {
    const value = query.get(key);
    if (value !== undefined) parts.push(`${key}=${value}`);
  }
  return parts.join('&');
}

import type { JiraWorld } from './world.ts';

export interface JiraRequest {
  readonly method: string;
  /** The path's variable parts, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Parsed JSON, or undefined without a body. */
  readonly body: unknown;
}

export interface JiraReply {
  readonly status: number;
  /** JSON; absent for an empty reply. */
  readonly body?: unknown;
  /** The issue that was written or read, for the request log. */
  readonly issue_key?: string;
}

export interface JiraRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path below the root with `{name}` for the variable parts, as the OpenAPI document writes it. */
  readonly path: string;
  /** Operation id of the OpenAPI document. */
  readonly operation: string;
  /** Whether it changes something: what `lose_reply` strikes and the request log never forgets. */
  readonly write: boolean;
  readonly handle: (request: JiraRequest, world: JiraWorld) => JiraReply;
}

export interface RouteMatch {
  readonly route: JiraRoute;
  readonly params: Readonly<Record<string, string>>;
}

/** The route that serves the request; `wrong_method` when only another method is served there. */
export function matchRoute(routes: readonly JiraRoute[], method: string, path: string): RouteMatch | 'wrong_method' | null {
  const parts = path.split('/');
  let path_known = false;
  for (const route of routes) {
    const params = matchPath(route.path.split('/'), parts);
    if (params === null) continue;
    if (route.method === method) return { route, params };
    path_known = true;
  }
  return path_known ? 'wrong_method' : null;
}

function matchPath(pattern: readonly string[], parts: readonly string[]): Readonly<Record<string, string>> | null {
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (!expected.startsWith('{')) {
      if (expected !== part) return null;
    } else if (part === '') return null;
    else params[expected.slice(1, -1)] = safeDecode(part);
  }
  return params;
}

function safeDecode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A list in the query: repeated, or with commas. */
export function queryList(query: URLSearchParams, name: string): readonly string[] {
  return query.getAll(name).flatMap((value) => value.split(',')).map((value) => value.trim()).filter((value) => value !== '');
}

/** A whole number of the query within bounds, or the fallback. */
export function queryNumber(query: URLSearchParams, name: string, fallback: number, most: number): number {
  const value = Number(query.get(name) ?? fallback);
  return Number.isInteger(value) && value >= 0 ? Math.min(value, most) : fallback;
}

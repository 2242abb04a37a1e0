import type { DiscordWorld } from './world.ts';

export interface DiscordRequest {
  /** The path's variable parts, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Parsed JSON, or undefined without a body. */
  readonly body: unknown;
}

export interface DiscordReply {
  readonly status: number;
  /** JSON; absent for an empty reply. */
  readonly body?: unknown;
  readonly message_id?: string;
}

export interface DiscordRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below `/api/v10` with `{name}` for the variable parts, as the OpenAPI document writes it. */
  readonly path: string;
  /** Operation id of the OpenAPI document. */
  readonly operation: string;
  readonly write: boolean;
  /** `none`: a token in the path is the credential, or none is needed. */
  readonly auth: 'bot' | 'none';
  readonly handle: (request: DiscordRequest, world: DiscordWorld) => DiscordReply;
}

export interface RouteMatch {
  readonly route: DiscordRoute;
  readonly params: Readonly<Record<string, string>>;
}

/** The route that serves the request; `wrong_method` when only another method is served there. Exact paths win over variable ones. */
export function matchRoute(routes: readonly DiscordRoute[], method: string, path: string): RouteMatch | 'wrong_method' | null {
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
      if (expected !== safeDecode(part)) return null;
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

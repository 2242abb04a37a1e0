import type { IncomingMessage } from 'node:http';

/** A refusal before any JSON-RPC: plain text, as the real server's. */
export interface Refusal {
  readonly status: number;
  readonly text: string;
}

export const NO_KEY: Refusal = { status: 401, text: 'Authorization or SIGNOZ-API-KEY header required' };

/** The key that a request brings; null when it brings none. */
export function readKey(request: IncomingMessage): string | null {
  const own = request.headers['signoz-api-key'];
  const header = typeof own === 'string' && own !== '' ? own : request.headers.authorization ?? '';
  const key = header.replace(/^Bearer /, '').trim();
  return key === '' ? null : key;
}

/** Tells whether a browser sends the request for a page of another origin. */
export function isCrossOrigin(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = request.headers.origin;
  return origin !== undefined && URL.parse(origin)?.host !== request.headers.host;
}

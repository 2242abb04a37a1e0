import type { RefusalReason } from './refusal.ts';

/** The parts of a parsed request that can hide a second meaning. `raw_headers`: name, value, name, value, as they came. */
export interface RequestShape {
  readonly http_version: string;
  readonly target: string;
  readonly raw_headers: readonly string[];
}

/**
 * Headers that change how a message is framed, where it goes, or who is speaking. `Origin` comes only from
 * browsers, which have no business here: refusing it, with the Host check, ends DNS rebinding.
 */
const FORBIDDEN_HEADERS = new Set([
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'content-encoding',
  'origin',
  'x-http-method-override',
  'x-http-method',
  'x-method-override',
  'x-original-url',
  'x-rewrite-url',
]);

const LONGEST_TARGET = 6_000;

export type Headers = ReadonlyMap<string, string>;

/** The headers by lower-case name when the request has one clear meaning, or why it has not. Pure; knows nothing of routes. */
export function checkShape(request: RequestShape, hosts: ReadonlySet<string>): Headers | RefusalReason {
  // HTTP/1.0 needs no Host and frames bodies differently; no client of ours speaks it.
  if (request.http_version !== '1.1') return 'bad_http';
  if (request.target.length > LONGEST_TARGET || !/^\/[\x21-\x7e]*$/.test(request.target)) return 'bad_target';
  if (request.target.includes('#') || request.target.includes('\\')) return 'bad_target';
  const path = request.target.split('?', 1)[0] ?? '';
  // Before any decoding: whatever could mean another path to another parser.
  if (path.includes('%') || path.includes('//') || path.includes('..') || path.includes(';')) return 'bad_target';

  const headers = new Map<string, string>();
  for (let index = 0; index + 1 < request.raw_headers.length; index += 2) {
    const name = (request.raw_headers[index] ?? '').toLowerCase();
    const value = request.raw_headers[index + 1] ?? '';
    if (headers.has(name)) return 'duplicate_header';
    if (FORBIDDEN_HEADERS.has(name)) return 'forbidden_header';
    if (/[^\t\x20-\x7e]/.test(value)) return 'forbidden_header';
    headers.set(name, value);
  }
  if (!/^(?:keep-alive|close)?$/i.test(headers.get('connection') ?? '')) return 'forbidden_header';
  if (!/^(?:0|[1-9][0-9]{0,2})$/.test(headers.get('content-length') ?? '0')) return 'bad_length';
  if (!hosts.has((headers.get('host') ?? '').toLowerCase())) return 'host_not_allowed';
  return headers;
}

/** The Host values that name this gate: with the port that it listens on, or without any. */
export function allowedHosts(names: readonly string[], port: number): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const name of names) {
    const host = name.includes(':') ? `[${name.toLowerCase()}]` : name.toLowerCase();
    hosts.add(host);
    hosts.add(`${host}:${String(port)}`);
  }
  return hosts;
}

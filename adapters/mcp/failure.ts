import { AtlasError } from '../../core/error.ts';
import { ReplyTooLarge } from './capped-fetch.ts';

/** Nothing was sent: nobody listens, or the name or route is unknown. */
const NEVER_SENT: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);
const TIMEOUT_CODES: ReadonlySet<string> = new Set(['REQUEST_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);

/** Something answered, but it does not speak MCP: another connection would hear the same. */
const GIBBERISH: ReadonlySet<string> = new Set(['ZodError', 'SyntaxError', 'INVALID_RESULT', 'UNSUPPORTED_RESULT_TYPE']);

interface Seen {
  readonly status: number | null;
  readonly codes: readonly string[];
  readonly protocol_code: number | null;
  readonly names: readonly string[];
}

/** Walks the causes, because fetch hides the reason one level down and the SDK wraps it once more. */
function look(thrown: unknown): Seen {
  let status: number | null = null;
  let protocol_code: number | null = null;
  const codes: string[] = [];
  const names: string[] = [];
  let at: unknown = thrown;
  for (let depth = 0; at instanceof Error && depth < 6; depth += 1) {
    names.push(at.name);
    if ('code' in at && typeof at.code === 'string') codes.push(at.code);
    if ('code' in at && typeof at.code === 'number') protocol_code ??= at.code;
    if ('status' in at && typeof at.status === 'number') status ??= at.status;
    at = at.cause;
  }
  return { status, codes, protocol_code, names };
}

/** May a new connection help? Yes for sockets that broke and sessions that the server forgot; no for answers and for time that ran out. */
export function isLostConnection(thrown: unknown): boolean {
  if (thrown instanceof AtlasError) return false;
  const seen = look(thrown);
  if (tooLarge(thrown) || seen.codes.some((code) => TIMEOUT_CODES.has(code)) || seen.names.includes('AbortError')) return false;
  if (seen.protocol_code !== null || isGibberish(seen)) return false;
  return seen.status === null || seen.status === 404;
}

/** What the SDK or the network threw, as an AtlasError without headers, bodies or causes. */
export function toMcpFailure(thrown: unknown, server: string, tool: string): AtlasError {
  if (thrown instanceof AtlasError) return thrown;
  const where = `${server}: ${tool}`;
  const large = tooLarge(thrown);
  if (large !== null) return new AtlasError('VALIDATION_ERROR', `${where} gave more than ${large.max_bytes} bytes`);
  const seen = look(thrown);
  const { status, codes, protocol_code, names } = seen;
  if (codes.some((code) => TIMEOUT_CODES.has(code)) || names.includes('AbortError') || names.includes('TimeoutError')) {
    return new AtlasError('UPSTREAM_TIMEOUT', `${where} gave no answer in time`, { retryable: true, certainty: 'ambiguous' });
  }
  if (status !== null) return httpFailure(where, status);
  if (protocol_code !== null) {
    const invalid = protocol_code === -32602;
    return new AtlasError(invalid ? 'VALIDATION_ERROR' : 'UPSTREAM_ERROR', `${where} was refused by the server (JSON-RPC ${protocol_code})`, {
      details: { protocol_code },
      certainty: invalid || protocol_code === -32601 ? 'refused' : 'ambiguous',
    });
  }
  if (isGibberish(seen)) return new AtlasError('VALIDATION_ERROR', `${where} was answered with something that is not MCP`, { certainty: 'ambiguous' });
  const never = codes.find((code) => NEVER_SENT.has(code));
  return new AtlasError('UPSTREAM_ERROR', `${where} could not be reached${codes.length === 0 ? '' : ` (${codes.at(-1)})`}`, {
    retryable: true,
    certainty: never === undefined ? 'ambiguous' : 'refused',
    details: codes.length === 0 ? {} : { code: codes.at(-1) },
  });
}

function isGibberish(seen: Seen): boolean {
  return [...seen.names, ...seen.codes].some((name) => GIBBERISH.has(name));
}

function httpFailure(where: string, status: number): AtlasError {
  const details = { status };
  const message = `${where} was answered with HTTP ${status}`;
  if (status === 401 || status === 403) return new AtlasError('AUTHZ_DENIED', message, { details });
  if (status === 429) return new AtlasError('RATE_LIMIT', message, { details, retryable: true });
  if (status === 408 || status === 504) return new AtlasError('UPSTREAM_TIMEOUT', message, { details, retryable: true, certainty: 'ambiguous' });
  if (status >= 500) return new AtlasError('UPSTREAM_ERROR', message, { details, retryable: true, certainty: 'ambiguous' });
  return new AtlasError(status === 400 ? 'VALIDATION_ERROR' : 'UPSTREAM_ERROR', message, { details });
}

function tooLarge(thrown: unknown): ReplyTooLarge | null {
  let at: unknown = thrown;
  for (let depth = 0; at instanceof Error && depth < 6; depth += 1) {
    if (at instanceof ReplyTooLarge) return at;
    at = at.cause;
  }
  return null;
}

import { AtlasError, toAtlasError } from '../core/error.ts';

// No connection stood, so nothing was asked of the other side.
const NEVER_ARRIVED: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT', 'UND_ERR_CONNECT_TIMEOUT']);
// It stood and was lost: the question may have been heard.
const LOST: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE', 'UND_ERR_SOCKET', 'ERR_SOCKET_CLOSED']);
const TOO_SLOW: ReadonlySet<string> = new Set(['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** Whatever an adapter threw, in the one shape, with the call's trace id. What we don't know counts as ambiguous. */
export function mapError(thrown: unknown, trace_id: string): AtlasError {
  const known = thrown instanceof AtlasError ? thrown : (networkError(thrown) ?? toAtlasError(thrown));
  if (known.trace_id !== null) return known;
  return new AtlasError(known.error_code, known.message, {
    retryable: known.retryable,
    details: known.details,
    certainty: known.certainty,
    trace_id,
    cause: known,
  });
}

/** Is the other side, or the way to it, ill? A clear no (even 429) comes from a healthy one. */
export function blamesUpstream(error: AtlasError): boolean {
  if (error.error_code !== 'UPSTREAM_TIMEOUT' && error.error_code !== 'UPSTREAM_ERROR') return false;
  return error.retryable || error.certainty === 'ambiguous';
}

function networkError(thrown: unknown): AtlasError | null {
  // fetch and axios wrap the reason, sometimes twice.
  let error: unknown = thrown;
  for (let depth = 0; depth < 4 && error instanceof Error; depth += 1, error = error.cause) {
    if (!('code' in error) || typeof error.code !== 'string') continue;
    const { code, message } = error;
    const options = { retryable: true, details: { code }, cause: thrown };
    if (NEVER_ARRIVED.has(code)) return new AtlasError('UPSTREAM_ERROR', `not reached: ${message}`, { ...options, certainty: 'refused' });
    if (LOST.has(code)) return new AtlasError('UPSTREAM_ERROR', `connection lost: ${message}`, { ...options, certainty: 'ambiguous' });
    if (TOO_SLOW.has(code)) return new AtlasError('UPSTREAM_TIMEOUT', message, { ...options, certainty: 'ambiguous' });
  }
  return null;
}

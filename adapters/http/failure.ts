import { AtlasError } from '../../core/error.ts';

/** Nothing was sent: nobody listens, or the name or route is unknown. */
const NEVER_SENT: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);
const TIMEOUTS: ReadonlySet<string> = new Set(['ECONNABORTED', 'ETIMEDOUT', 'AbortError', 'TimeoutError', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** What axios threw, as an AtlasError. The original is not kept: it holds the whole request. */
export function toHttpFailure(thrown: unknown, what: string): AtlasError {
  if (thrown instanceof AtlasError) return thrown;
  const names = namesOf(thrown);
  const never = names.find((name) => NEVER_SENT.has(name));
  if (never === undefined && names.some((name) => TIMEOUTS.has(name))) {
    return new AtlasError('UPSTREAM_TIMEOUT', `${what} gave no answer in time`, { retryable: true, certainty: 'ambiguous' });
  }
  const code = never ?? names.findLast((name) => /^[A-Z][A-Z_]+$/.test(name));
  return new AtlasError('UPSTREAM_ERROR', `${what} could not be reached${code === undefined ? '' : ` (${code})`}`, {
    retryable: true,
    certainty: never === undefined ? 'ambiguous' : 'refused',
    details: code === undefined ? {} : { code },
  });
}

/** The failure that a status is, or null for 2xx. Status 0 is a redirect that was not followed. */
export function statusFailure(status: number, what: string, retry_after: unknown): AtlasError | null {
  if (status >= 200 && status < 300) return null;
  const seconds = typeof retry_after === 'string' && /^\d+(?:\.\d+)?$/.test(retry_after) ? Number(retry_after) : null;
  const details = { status, ...(seconds === null ? {} : { retry_after_ms: Math.ceil(seconds * 1000) }) };
  const message = `${what} was answered with ${status === 0 ? 'a redirect' : `HTTP ${status}`}`;
  if (status === 401 || status === 403) return new AtlasError('AUTHZ_DENIED', message, { details });
  if (status === 408 || status === 504) return new AtlasError('UPSTREAM_TIMEOUT', message, { details, retryable: true, certainty: 'ambiguous' });
  if (status === 409) return new AtlasError('CONFLICT', message, { details });
  if (status === 429) return new AtlasError('RATE_LIMIT', message, { details, retryable: true });
  if (status >= 500) return new AtlasError('UPSTREAM_ERROR', message, { details, retryable: true, certainty: 'ambiguous' });
  return new AtlasError(status === 400 || status === 422 ? 'VALIDATION_ERROR' : 'UPSTREAM_ERROR', message, { details });
}

/** Names and codes along the chain of causes: fetch hides the reason one level down. */
function namesOf(thrown: unknown): readonly string[] {
  const names: string[] = [];
  let at: unknown = thrown;
  for (let depth = 0; at instanceof Error && depth < 6; depth += 1) {
    names.push(at.name);
    if ('code' in at && typeof at.code === 'string') names.push(at.code);
    at = at.cause;
  }
  return names;
}

import { AtlasError } from '../../core/error.ts';

/** Nothing was sent: nobody listens, or the name or route is unknown. */
const NEVER_SENT: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);
const TIMEOUTS: ReadonlySet<string> = new Set(['AbortError', 'TimeoutError', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);

/** What discord.js threw, as an AtlasError. The original is not kept: it holds the whole request. */
export function toDiscordFailure(thrown: unknown, what: string): AtlasError {
  if (thrown instanceof AtlasError) return thrown;
  if (!(thrown instanceof Error)) return new AtlasError('INTERNAL_ERROR', `discord: ${what} failed`, { certainty: 'ambiguous' });
  if ('retryAfter' in thrown && typeof thrown.retryAfter === 'number') {
    const scope = 'scope' in thrown && typeof thrown.scope === 'string' ? { scope: thrown.scope } : {};
    return new AtlasError('RATE_LIMIT', `discord: ${what} is rate limited`, { retryable: true, details: { retry_after_ms: Math.max(0, Math.ceil(thrown.retryAfter)), ...scope } });
  }
  if ('status' in thrown && typeof thrown.status === 'number') return statusFailure(thrown, thrown.status, what);
  const names = namesOf(thrown);
  if (names.some((name) => TIMEOUTS.has(name))) {
    return new AtlasError('UPSTREAM_TIMEOUT', `discord: ${what} gave no answer in time`, { retryable: true, certainty: 'ambiguous' });
  }
  const never = names.find((name) => NEVER_SENT.has(name));
  const code = names.find((name) => /^[A-Z][A-Z_]+$/.test(name));
  return new AtlasError('UPSTREAM_ERROR', `discord: ${what} could not reach the server${code === undefined ? '' : ` (${code})`}`, {
    retryable: true,
    certainty: never === undefined ? 'ambiguous' : 'refused',
    details: code === undefined ? {} : { code },
  });
}

function statusFailure(thrown: Error, status: number, what: string): AtlasError {
  const discord_code = 'code' in thrown && typeof thrown.code === 'number' ? thrown.code : null;
  const details = { status, ...(discord_code === null ? {} : { discord_code }) };
  const message = `discord: ${what} was answered with HTTP ${status}${discord_code === null ? '' : ` (code ${discord_code})`}`;
  if (status === 401 || status === 403) return new AtlasError('AUTHZ_DENIED', message, { details });
  if (status === 408 || status === 504) return new AtlasError('UPSTREAM_TIMEOUT', message, { details, retryable: true, certainty: 'ambiguous' });
  if (status === 409) return new AtlasError('CONFLICT', message, { details });
  if (status === 429) return new AtlasError('RATE_LIMIT', message, { details, retryable: true });
  if (status >= 500) return new AtlasError('UPSTREAM_ERROR', message, { details, retryable: true, certainty: 'ambiguous' });
  return new AtlasError(status === 400 ? 'VALIDATION_ERROR' : 'UPSTREAM_ERROR', message, { details });
}

/** Names and codes along the chain of causes: fetch hides the reason one level down. */
function namesOf(thrown: Error): readonly string[] {
  const names: string[] = [];
  let at: unknown = thrown;
  for (let depth = 0; at instanceof Error && depth < 6; depth += 1) {
    names.push(at.name);
    if ('code' in at && typeof at.code === 'string') names.push(at.code);
    at = at.cause;
  }
  return names;
}

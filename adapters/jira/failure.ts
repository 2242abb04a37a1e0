import { AtlasError } from '../../core/error.ts';
import { ErrorCollection } from './schema.ts';

/** Nothing was sent: nobody listens, or the name or route is unknown. */
const NEVER_SENT: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** What jira.js threw, as an AtlasError: Jira's own words shortened, never a header, nor the request. */
export function toJiraFailure(thrown: unknown, what: string): AtlasError {
  if (thrown instanceof AtlasError) return thrown;
  if (!(thrown instanceof Error)) return new AtlasError('INTERNAL_ERROR', `jira: ${what} failed`, { certainty: 'ambiguous' });
  if ('status' in thrown && typeof thrown.status === 'number') return statusFailure(thrown, thrown.status, what);
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
  if (thrown.name === 'NetworkError') {
    return new AtlasError('UPSTREAM_ERROR', `jira: ${what} could not reach the site${code === null ? '' : ` (${code})`}`, {
      retryable: true,
      certainty: code !== null && NEVER_SENT.has(code) ? 'refused' : 'ambiguous',
      details: code === null ? {} : { code },
    });
  }
  return new AtlasError('INTERNAL_ERROR', `jira: ${what} failed (${thrown.name})`, { certainty: 'ambiguous' });
}

function statusFailure(thrown: Error, status: number, what: string): AtlasError {
  const body = ErrorCollection.safeParse('body' in thrown ? thrown.body : undefined).data;
  const fields = Object.keys(body?.errors ?? {}).slice(0, 10);
  const said = shown([...(body?.errorMessages ?? []), ...Object.values(body?.errors ?? {})].join('; '));
  const message = `jira: ${what} was answered with HTTP ${status}${said === '' ? '' : `: ${said}`}`;
  const details = { status, ...(fields.length === 0 ? {} : { fields }) };
  switch (status) {
    case 400:
    case 413:
    case 422:
      return new AtlasError('VALIDATION_ERROR', message, { details });
    case 401:
    case 403:
      return new AtlasError('AUTHZ_DENIED', message, { details });
    case 408:
    case 504:
      return new AtlasError('UPSTREAM_TIMEOUT', message, { details, retryable: true, certainty: 'ambiguous' });
    case 409:
      return new AtlasError('CONFLICT', message, { details, retryable: true });
    case 429:
      return new AtlasError('RATE_LIMIT', message, { details: { ...details, ...retryAfter(thrown) }, retryable: true });
    default:
      return status >= 500
        ? new AtlasError('UPSTREAM_ERROR', message, { details: { ...details, ...retryAfter(thrown) }, retryable: true, certainty: 'ambiguous' })
        : new AtlasError('UPSTREAM_ERROR', message, { details });
  }
}

function retryAfter(thrown: Error): { readonly retry_after_ms?: number } {
  return 'retryAfterMs' in thrown && typeof thrown.retryAfterMs === 'number' ? { retry_after_ms: thrown.retryAfterMs } : {};
}

function shown(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').toWellFormed().slice(0, 200);
}

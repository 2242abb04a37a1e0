import { AtlasError } from '../../core/error.ts';
import type { Certainty, ErrorCode } from '../../core/error.ts';
import { ErrorBody } from './schema.ts';

/** Nothing was sent: nobody listens, or the name or route is unknown. */
const NEVER_SENT: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * What dockerode threw, as an AtlasError. docker-gate says `error_code` beside its message; other proxies answer with
 * an HTML page, which arrives as a Buffer and of which nothing is shown.
 */
export function toDockerFailure(thrown: unknown, what: string): AtlasError {
  if (thrown instanceof AtlasError) return thrown;
  if (!(thrown instanceof Error)) return new AtlasError('INTERNAL_ERROR', `docker: ${what} failed`, { certainty: 'ambiguous' });
  if ('statusCode' in thrown && typeof thrown.statusCode === 'number') return statusFailure(thrown, thrown.statusCode, what);
  if (thrown.name === 'AbortError' || thrown.name === 'TimeoutError') {
    return new AtlasError('UPSTREAM_TIMEOUT', `docker: ${what} gave no answer in time`, { retryable: true, certainty: 'ambiguous' });
  }
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
  return new AtlasError('UPSTREAM_ERROR', `docker: ${what} could not reach the gate${code === null ? '' : ` (${code})`}`, {
    retryable: true,
    certainty: code !== null && NEVER_SENT.has(code) ? 'refused' : 'ambiguous',
    details: code === null ? {} : { code },
  });
}

function statusFailure(thrown: Error, status: number, what: string): AtlasError {
  const json: unknown = 'json' in thrown ? thrown.json : null;
  const body = ErrorBody.safeParse(json).data ?? {};
  const said = body.message === undefined ? null : shown(body.message);
  const { error_code, retryable, certainty } = meaning(status, body);
  return new AtlasError(error_code, `docker: ${what} was answered with HTTP ${status}${said === null ? '' : `: ${said}`}`, {
    retryable: body.retryable ?? retryable,
    certainty,
    details: { status, ...(body.details?.reason === undefined ? {} : { reason: shown(body.details.reason) }) },
  });
}

interface Meaning {
  readonly error_code: ErrorCode;
  readonly retryable: boolean;
  readonly certainty: Certainty;
}

function meaning(status: number, body: ErrorBody): Meaning {
  // Only the gate knows whether the engine was asked; without its word a failure may have come after the act.
  const asked = body.details?.reached_engine ?? true;
  if (status === 408 || status === 504) return { error_code: 'UPSTREAM_TIMEOUT', retryable: true, certainty: asked ? 'ambiguous' : 'refused' };
  if (status >= 500) return { error_code: body.error_code ?? 'UPSTREAM_ERROR', retryable: true, certainty: asked ? 'ambiguous' : 'refused' };
  if (body.error_code !== undefined) return { error_code: body.error_code, retryable: false, certainty: 'refused' };
  if (status === 401 || status === 403 || status === 405) return { error_code: 'AUTHZ_DENIED', retryable: false, certainty: 'refused' };
  if (status === 409) return { error_code: 'CONFLICT', retryable: true, certainty: 'refused' };
  if (status === 429) return { error_code: 'RATE_LIMIT', retryable: true, certainty: 'refused' };
  return { error_code: status === 400 ? 'VALIDATION_ERROR' : 'UPSTREAM_ERROR', retryable: false, certainty: 'refused' };
}

function shown(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').toWellFormed().slice(0, 200);
}

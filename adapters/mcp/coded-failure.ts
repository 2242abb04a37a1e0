import { AtlasError } from '../../core/error.ts';
import type { Certainty, ErrorCode } from '../../core/error.ts';
import { CodedError } from './schema.ts';

interface Meaning {
  readonly error_code: ErrorCode;
  readonly retryable: boolean;
  readonly certainty: Certainty;
}

const UNKNOWN: Meaning = { error_code: 'UPSTREAM_ERROR', retryable: true, certainty: 'ambiguous' };

/** The codes that tools put into `structuredContent.code`. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  VALIDATION_FAILED: { error_code: 'VALIDATION_ERROR', retryable: false, certainty: 'refused' },
  UNAUTHORIZED: { error_code: 'AUTHZ_DENIED', retryable: false, certainty: 'refused' },
  PERMISSION_DENIED: { error_code: 'AUTHZ_DENIED', retryable: false, certainty: 'refused' },
  NOT_FOUND: { error_code: 'UPSTREAM_ERROR', retryable: false, certainty: 'refused' },
  CONFLICT: { error_code: 'CONFLICT', retryable: false, certainty: 'refused' },
  RATE_LIMITED: { error_code: 'RATE_LIMIT', retryable: true, certainty: 'refused' },
  UNSUPPORTED: { error_code: 'UPSTREAM_ERROR', retryable: false, certainty: 'refused' },
  LICENSE_UNAVAILABLE: { error_code: 'AUTHZ_DENIED', retryable: false, certainty: 'refused' },
  TIMEOUT: { error_code: 'UPSTREAM_TIMEOUT', retryable: true, certainty: 'ambiguous' },
  CANCELED: { error_code: 'UPSTREAM_TIMEOUT', retryable: true, certainty: 'ambiguous' },
};

/** A tool result that says `isError`, as an AtlasError. Its text is untrusted and shortened: it is shown, never acted upon. */
export function codedFailure(where: string, structured: unknown, text: string | null): AtlasError {
  const coded = CodedError.safeParse(structured ?? {}).data ?? {};
  const meaning = MEANINGS[coded.code ?? ''] ?? UNKNOWN;
  // The backend counts its delay in nanoseconds.
  const delay_ns = coded.upstreamRetry?.delay;
  return new AtlasError(meaning.error_code, `${where} failed${coded.code === undefined ? '' : ` (${shown(coded.code)})`}: ${shown(text ?? 'no text')}`, {
    retryable: meaning.retryable,
    certainty: meaning.certainty,
    details: {
      ...(coded.status === undefined ? {} : { status: coded.status }),
      ...(coded.missingKeys === undefined ? {} : { missing_keys: coded.missingKeys.map(shown) }),
      ...(delay_ns === undefined ? {} : { retry_after_ms: Math.ceil(delay_ns / 1e6) }),
    },
  });
}

function shown(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').toWellFormed().slice(0, 200);
}

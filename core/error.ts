/** The one shape that every failure takes, whoever raised it: agents, the gate, adapters, docker-gate and the command line. */

export const ERROR_CODES = [
  'VALIDATION_ERROR', // the caller's input, or a reply, does not fit its schema
  'AUTHZ_DENIED', // the policy does not let this agent do that, or the other side refused our rights
  'UPSTREAM_TIMEOUT', // no answer in time: what happened over there is unknown
  'UPSTREAM_ERROR', // the other side answered that it failed, or could not be reached
  'RATE_LIMIT', // ours or theirs; `details.retry_after_ms` says how long to wait
  'CIRCUIT_OPEN', // too many failures in a row: not even tried
  'LOCKED', // a lock forbids it now
  'APPROVAL_REQUIRED',
  'BUDGET_EXCEEDED',
  'CONFLICT', // somebody else did it, or is doing it
  'INTERNAL_ERROR',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export function isErrorCode(text: string | undefined): text is ErrorCode {
  return text !== undefined && (ERROR_CODES as readonly string[]).includes(text);
}

export interface AtlasErrorShape {
  readonly error_code: ErrorCode;
  readonly message: string;
  /** May the same call be made again later with hope? */
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;
  readonly trace_id: string | null;
}

/**
 * The outcome of a call as seen from here.
 * `refused`: it certainly did not happen. `ambiguous`: it may have happened (timeout, reset, 5xx).
 */
export type Certainty = 'refused' | 'ambiguous';

export class AtlasError extends Error implements AtlasErrorShape {
  readonly error_code: ErrorCode;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;
  readonly trace_id: string | null;
  readonly certainty: Certainty;

  constructor(
    error_code: ErrorCode,
    message: string,
    options: {
      readonly retryable?: boolean;
      readonly details?: Readonly<Record<string, unknown>>;
      readonly trace_id?: string;
      readonly certainty?: Certainty;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AtlasError';
    this.error_code = error_code;
    this.retryable = options.retryable ?? false;
    this.details = options.details ?? {};
    this.trace_id = options.trace_id ?? null;
    this.certainty = options.certainty ?? 'refused';
  }

  toJSON(): AtlasErrorShape {
    return {
      error_code: this.error_code,
      message: this.message,
      retryable: this.retryable,
      details: this.details,
      trace_id: this.trace_id,
    };
  }
}

/** Any thrown thing as an AtlasError; what we do not know is INTERNAL_ERROR and, to be safe, ambiguous. */
export function toAtlasError(thrown: unknown): AtlasError {
  if (thrown instanceof AtlasError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AtlasError('INTERNAL_ERROR', message, { certainty: 'ambiguous', cause: thrown });
}

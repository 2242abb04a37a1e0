import type { AtlasErrorShape, ErrorCode } from '../core/error.ts';

interface RefusalText {
  readonly error_code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
}

function never(error_code: ErrorCode, message: string): RefusalText {
  return { error_code, message, retryable: false };
}

function later(error_code: ErrorCode, message: string): RefusalText {
  return { error_code, message, retryable: true };
}

/** Every reason for which the gate says no. A refusal means that the engine was certainly not asked to act. */
const REFUSALS = {
  bad_http: never('VALIDATION_ERROR', 'not clean HTTP/1.1'),
  second_request: never('VALIDATION_ERROR', 'one request a connection: a second one came on it'),
  bad_target: never('VALIDATION_ERROR', 'the request target has a form that is not accepted'),
  duplicate_header: never('VALIDATION_ERROR', 'a header stands twice'),
  forbidden_header: never('VALIDATION_ERROR', 'a header is not accepted here'),
  bad_length: never('VALIDATION_ERROR', 'the content length is not accepted'),
  body_not_allowed: never('VALIDATION_ERROR', 'this request may not have such a body'),
  host_not_allowed: never('AUTHZ_DENIED', 'the Host header does not name this gate'),
  token_missing: never('AUTHZ_DENIED', 'a bearer token is needed in the Authorization header'),
  token_wrong: never('AUTHZ_DENIED', 'the bearer token is wrong'),
  route_not_allowed: never('AUTHZ_DENIED', 'this call is not on the short list of what the gate passes'),
  query_not_allowed: never('AUTHZ_DENIED', 'a query parameter or its value is not on the short list of what the gate passes'),
  container_not_allowed: never('AUTHZ_DENIED', 'this container is not on the allow-list'),
  fence_missing: never('VALIDATION_ERROR', 'a restart needs X-Atlas-Fence: a positive whole number'),
  fence_old: never('CONFLICT', 'a newer fencing token was already seen for this container'),
  fence_used: never('CONFLICT', 'this fencing token was already spent: look at StartedAt, then come with a newer one'),
  restart_in_flight: later('CONFLICT', 'a restart of this container is under way'),
  superseded: never('CONFLICT', 'another gate has taken over this state folder'),
  locked: later('LOCKED', 'a lock file forbids restarts now'),
  fence_unreadable: later('INTERNAL_ERROR', 'the fencing tokens on disk cannot be read: no restart until they can'),
  fence_unwritable: later('INTERNAL_ERROR', 'the fencing token could not be made durable: no restart'),
  audit_unwritable: later('INTERNAL_ERROR', 'the audit line could not be made durable: no restart'),
} as const satisfies Readonly<Record<string, RefusalText>>;

export type RefusalReason = keyof typeof REFUSALS;

/** What goes back to the caller, in the one shape of all errors. `details.reason` is the named reason. */
export function refusalBody(reason: RefusalReason, details: Readonly<Record<string, unknown>> = {}): AtlasErrorShape {
  return { ...REFUSALS[reason], details: { reason, ...details }, trace_id: null };
}

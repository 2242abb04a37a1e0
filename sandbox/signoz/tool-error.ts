/** The codes that the server puts into `structuredContent.code`. */
export type ToolErrorCode =
  | 'VALIDATION_FAILED'
  | 'UPSTREAM_ERROR'
  | 'UNAUTHORIZED'
  | 'NOT_FOUND'
  | 'RATE_LIMITED'
  | 'UNSUPPORTED'
  | 'INTERNAL_ERROR';

/** A failure that a tool reports as a normal result with `isError`, never as a JSON-RPC error. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  readonly code: ToolErrorCode;
  /** Further fields of `structuredContent`, e.g. `missingKeys`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ToolErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** A parameter that the server itself refuses; `reason` follows the quoted name, e.g. `is required`. */
export function badParameter(name: string, reason: string): ToolError {
  return new ToolError('VALIDATION_FAILED', `Parameter validation failed: "${name}" ${reason}`);
}

export interface UpstreamFailure {
  readonly status: number;
  readonly code: ToolErrorCode;
  readonly upstream_code: string;
  readonly message: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** A failure of the SigNoz backend behind the server, as the server passes it on. */
export function upstreamError(failure: UpstreamFailure): ToolError {
  return new ToolError(failure.code, `SigNoz API error: unexpected status ${failure.status}: ${failure.message}`, {
    status: failure.status,
    upstreamCode: failure.upstream_code,
    upstreamMessage: failure.message,
    upstreamType: failure.upstream_code.replaceAll('_', '-'),
    ...failure.more,
  });
}

/** The backend's answer to a query that names keys which it has never seen. */
export function unknownKeys(keys: readonly string[]): ToolError {
  const message = `invalid query: ${keys.map((key) => `key \`${key}\` not found`).join('; ')}`;
  return upstreamError({ status: 400, code: 'VALIDATION_FAILED', upstream_code: 'invalid_input', message, more: { missingKeys: keys } });
}

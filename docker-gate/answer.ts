import type { IncomingMessage } from 'node:http';
import type { AtlasErrorShape, ErrorCode } from '../core/error.ts';
import { EngineError } from './engine-client.ts';
import { refusalBody } from './refusal.ts';
import type { RefusalReason } from './refusal.ts';

/** What the gate will send back: whole, or passed on as it comes from the engine. */
export type Answer =
  | { readonly kind: 'whole'; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  | { readonly kind: 'stream'; readonly status: number; readonly content_type: string; readonly source: IncomingMessage }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly body: AtlasErrorShape };

export function json(status: number, value: unknown): Answer {
  return { kind: 'whole', status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

export function refused(reason: RefusalReason, details: Readonly<Record<string, unknown>> = {}): Answer {
  return { kind: 'refused', reason, body: refusalBody(reason, details) };
}

export function failed(
  status: number,
  error_code: ErrorCode,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): Answer {
  const body: AtlasErrorShape = { error_code, message, retryable: status >= 500, details, trace_id: null };
  return json(status, body);
}

/** The engine's own refusal, said again in our shape: status kept, text cut and without control characters. */
export function engineRefused(status: number, body: Buffer): Answer {
  if (status < 400 || status > 599) return failed(502, 'UPSTREAM_ERROR', 'the engine gave an answer that is not expected here');
  return failed(status, 'UPSTREAM_ERROR', engineMessage(body) ?? `the engine answered ${String(status)}`, { engine_status: status });
}

/** 502 or 504 for what went wrong between the gate and the engine. `reached_engine` false: it was certainly not asked. */
export function engineFailed(thrown: unknown): Answer {
  if (!(thrown instanceof EngineError)) throw thrown;
  const details = { reason: thrown.problem, reached_engine: thrown.reached };
  if (thrown.problem === 'timeout') return failed(504, 'UPSTREAM_TIMEOUT', thrown.message, details);
  return failed(502, 'UPSTREAM_ERROR', thrown.message, details);
}

function engineMessage(body: Buffer): string | null {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    if (typeof parsed !== 'object' || parsed === null || !('message' in parsed) || typeof parsed.message !== 'string') return null;
    return parsed.message.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ').slice(0, 500);
  } catch {
    return null;
  }
}

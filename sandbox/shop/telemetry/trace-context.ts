import { randomBytes } from 'node:crypto';

export interface TraceContext {
  /** 32 hex digits. */
  readonly trace_id: string;
  /** 16 hex digits. */
  readonly span_id: string;
}

/** Reads a W3C `traceparent` header; null when it is absent or malformed. */
export function parseTraceparent(header: string | undefined): TraceContext | null {
  const match = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(header ?? '');
  const [, trace_id, span_id] = match ?? [];
  return trace_id === undefined || span_id === undefined || /^0+$/.test(trace_id) || /^0+$/.test(span_id) ? null : { trace_id, span_id };
}

export function formatTraceparent(context: TraceContext): string {
  return `00-${context.trace_id}-${context.span_id}-01`;
}

export function newTraceId(): string {
  return randomBytes(16).toString('hex');
}

export function newSpanId(): string {
  return randomBytes(8).toString('hex');
}

import type { TraceContext } from './trace-context.ts';

export type AttributeValue = string | number | boolean;
export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface SpanRecord {
  readonly context: TraceContext;
  readonly parent_span_id: string | null;
  readonly name: string;
  readonly kind: 'server' | 'client';
  readonly start_ms: number;
  readonly end_ms: number;
  readonly attributes: Attributes;
  /** What failed, or null when the span ended well. */
  readonly error: string | null;
}

export interface LogRecord {
  readonly at_ms: number;
  readonly severity: 'INFO' | 'WARN' | 'ERROR' | 'FATAL';
  readonly body: string;
  readonly context: TraceContext | null;
  readonly attributes: Attributes;
}

const SEVERITY_NUMBERS = { INFO: 9, WARN: 13, ERROR: 17, FATAL: 21 } as const;
const SPAN_KINDS = { server: 2, client: 3 } as const;
const STATUS_ERROR = 2;

/** Body of `POST /v1/traces` in OTLP's JSON encoding. */
export function encodeTraces(resource: Attributes, spans: readonly SpanRecord[]): string {
  return JSON.stringify({
    resourceSpans: [{ resource: { attributes: encodeAttributes(resource) }, scopeSpans: [{ scope: { name: 'astronomy-shop' }, spans: spans.map(encodeSpan) }] }],
  });
}

/** Body of `POST /v1/logs` in OTLP's JSON encoding. */
export function encodeLogs(resource: Attributes, logs: readonly LogRecord[]): string {
  return JSON.stringify({
    resourceLogs: [{ resource: { attributes: encodeAttributes(resource) }, scopeLogs: [{ scope: { name: 'astronomy-shop' }, logRecords: logs.map(encodeLog) }] }],
  });
}

/** OTLP's list of key and typed value; whole numbers travel as text because 64 bits don't fit a JSON number. */
export function encodeAttributes(attributes: Attributes): readonly { readonly key: string; readonly value: object }[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: encodeValue(value) }));
}

/** Epoch milliseconds (with a fraction) as a decimal count of nanoseconds. */
export function unixNanos(epoch_ms: number): string {
  const whole_ms = Math.floor(epoch_ms);
  return `${whole_ms}${String(Math.floor((epoch_ms - whole_ms) * 1e6)).padStart(6, '0')}`;
}

function encodeValue(value: AttributeValue): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

function encodeSpan(span: SpanRecord): object {
  return {
    traceId: span.context.trace_id,
    spanId: span.context.span_id,
    ...(span.parent_span_id === null ? {} : { parentSpanId: span.parent_span_id }),
    name: span.name,
    kind: SPAN_KINDS[span.kind],
    startTimeUnixNano: unixNanos(span.start_ms),
    endTimeUnixNano: unixNanos(span.end_ms),
    attributes: encodeAttributes(span.attributes),
    status: span.error === null ? {} : { code: STATUS_ERROR, message: span.error },
    ...(span.error === null ? {} : {
      events: [{ name: 'exception', timeUnixNano: unixNanos(span.end_ms), attributes: encodeAttributes({ 'exception.type': 'Error', 'exception.message': span.error }) }],
    }),
  };
}

function encodeLog(log: LogRecord): object {
  return {
    timeUnixNano: unixNanos(log.at_ms),
    observedTimeUnixNano: unixNanos(log.at_ms),
    severityNumber: SEVERITY_NUMBERS[log.severity],
    severityText: log.severity,
    body: { stringValue: log.body },
    attributes: encodeAttributes(log.attributes),
    ...(log.context === null ? {} : { traceId: log.context.trace_id, spanId: log.context.span_id }),
  };
}

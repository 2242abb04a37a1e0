import { nanoToMs, narrow, readAttributes, readUnixNano } from './attribute.ts';
import type { Attributes } from './attribute.ts';
import { objectOf, objectsOf, textOf } from './json-shape.ts';
import type { JsonObject } from './json-shape.ts';

export type SpanKind = 'Unspecified' | 'Internal' | 'Server' | 'Client' | 'Producer' | 'Consumer';

export interface SpanRecord {
  /** When the span ended, epoch milliseconds: the instant that puts it into a window. */
  readonly at_ms: number;
  readonly trace_id: string;
  readonly span_id: string;
  /** Empty for a root span. */
  readonly parent_span_id: string;
  readonly service: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly start_ns: bigint;
  /** A bigint only where a number would round it. */
  readonly duration_ns: number | bigint;
  /** 0 unset, 1 ok, 2 error. */
  readonly status_code: number;
  readonly status_message: string;
  readonly attributes: Attributes;
  readonly resource: Attributes;
}

export interface SpanBatch {
  readonly spans: readonly SpanRecord[];
  /** Spans without ids or a start time. */
  readonly rejected: number;
}

const KINDS: readonly SpanKind[] = ['Unspecified', 'Internal', 'Server', 'Client', 'Producer', 'Consumer'];
const KIND_NAME = /^SPAN_KIND_([A-Z]+)$/;

/** Reads the body of an OTLP/HTTP JSON trace export. */
export function readSpans(body: JsonObject): SpanBatch {
  const spans: SpanRecord[] = [];
  let rejected = 0;
  for (const resource_spans of objectsOf(body['resourceSpans'])) {
    // One resource object is shared by all its spans: it is most of what a span would weigh.
    const resource = readAttributes(objectOf(resource_spans['resource'])['attributes']);
    const service = String(resource['service.name'] ?? 'unknown_service');
    for (const scope_spans of objectsOf(resource_spans['scopeSpans'])) {
      for (const raw of objectsOf(scope_spans['spans'])) {
        const span = readSpan(raw, service, resource);
        if (span === undefined) rejected += 1;
        else spans.push(span);
      }
    }
  }
  return { spans, rejected };
}

function readSpan(raw: JsonObject, service: string, resource: Attributes): SpanRecord | undefined {
  const start_ns = readUnixNano(raw['startTimeUnixNano']);
  const trace_id = textOf(raw['traceId']).toLowerCase();
  const span_id = textOf(raw['spanId']).toLowerCase();
  if (start_ns === undefined || trace_id === '' || span_id === '') return undefined;
  const reported_end_ns = readUnixNano(raw['endTimeUnixNano']) ?? start_ns;
  const end_ns = reported_end_ns < start_ns ? start_ns : reported_end_ns;
  const status = objectOf(raw['status']);
  return {
    at_ms: nanoToMs(end_ns),
    trace_id,
    span_id,
    parent_span_id: textOf(raw['parentSpanId']).toLowerCase(),
    service,
    name: textOf(raw['name']),
    kind: readKind(raw['kind']),
    start_ns,
    duration_ns: narrow(end_ns - start_ns),
    status_code: readStatusCode(status['code']),
    status_message: textOf(status['message']),
    attributes: readAttributes(raw['attributes']),
    resource,
  };
}

function readKind(kind: unknown): SpanKind {
  if (typeof kind === 'number') return KINDS[kind] ?? 'Unspecified';
  const name = KIND_NAME.exec(textOf(kind))?.[1];
  return KINDS.find((known) => known.toUpperCase() === name) ?? 'Unspecified';
}

function readStatusCode(code: unknown): number {
  if (code === 2 || code === 'STATUS_CODE_ERROR') return 2;
  if (code === 1 || code === 'STATUS_CODE_OK') return 1;
  return 0;
}

import type { Span } from '../../core/sample.ts';
import { AtlasError } from '../../core/error.ts';
import type { SpanData } from './schema.ts';
import { timestampMs } from './timestamp.ts';
import { cleanText } from '../../core/untrusted-text.ts';

const KINDS: Readonly<Record<string, Span['kind']>> = {
  server: 'server',
  client: 'client',
  producer: 'producer',
  consumer: 'consumer',
  internal: 'internal',
};

/** Where a caller names the callee, best first: older and newer conventions of the same thing. */
const PEER_KEYS = ['peer.service', 'server.address', 'net.peer.name'] as const;
const MAX_NAME_CHARS = 256;

/** One row of a trace as a span. `row_time` stands outside the row's data; nanoseconds become milliseconds. */
export function toSpan(row_time: unknown, data: SpanData): Span {
  if (data.duration_nano === undefined) throw new AtlasError('VALIDATION_ERROR', 'signoz: a span without duration_nano');
  return {
    trace_id: plainId(data.trace_id),
    span_id: plainId(data.span_id),
    parent_span_id: data.parent_span_id == null || data.parent_span_id === '' ? null : plainId(data.parent_span_id),
    service: short(data['service.name'] ?? data.serviceName ?? textOf(data.resources_string?.['service.name']) ?? ''),
    name: short(data.name),
    kind: KINDS[(data.kind_string ?? '').toLowerCase()] ?? 'internal',
    start_ms: timestampMs(row_time ?? data['timestamp']),
    duration_ms: data.duration_nano / 1e6,
    has_error: data.has_error ?? false,
    peer_service: peerOf(data),
    status_message: data.status_message == null || data.status_message === '' ? null : cleanText(data.status_message, { lines: 'keep' }),
  };
}

function peerOf(data: SpanData): string | null {
  for (const key of PEER_KEYS) {
    const value = textOf(data[key]) ?? textOf(data.attributes_string?.[key]);
    if (value !== null) return short(value);
  }
  return null;
}

/** Ids are compared and linked, so nothing is masked in them; what no id holds is taken out. */
export function plainId(id: string): string {
  return id.replace(/[^0-9A-Za-z_-]/g, '').slice(0, 64);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function short(text: string): string {
  return cleanText(text, { lines: 'join', max_chars: MAX_NAME_CHARS });
}

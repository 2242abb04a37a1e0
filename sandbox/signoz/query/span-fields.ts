import type { SpanRecord } from '../../telemetry/span.ts';
import type { TelemetryStore } from '../../telemetry/telemetry-store.ts';
import { createFieldCatalogue } from './field.ts';
import type { FieldCatalogue, FieldReader } from './field.ts';
import { formatTimestamp } from './timestamp.ts';

const STATUS_NAMES = ['Unset', 'Ok', 'Error'] as const;
const KIND_NUMBERS = { Unspecified: 0, Internal: 1, Server: 2, Client: 3, Producer: 4, Consumer: 5 } as const;

/** The columns that every span row shows, in the backend's names and units. */
export const SPAN_COLUMNS: Readonly<Record<string, FieldReader<SpanRecord>>> = {
  timestamp: (span) => formatTimestamp(span.start_ns),
  trace_id: (span) => span.trace_id,
  span_id: (span) => span.span_id,
  parent_span_id: (span) => span.parent_span_id,
  'service.name': (span) => span.service,
  name: (span) => span.name,
  kind: (span) => KIND_NUMBERS[span.kind],
  kind_string: (span) => span.kind,
  duration_nano: (span) => span.duration_ns,
  has_error: (span) => span.status_code === 2,
  status_code: (span) => span.status_code,
  status_code_string: (span) => STATUS_NAMES[span.status_code] ?? 'Unset',
  status_message: (span) => span.status_message,
};

const ALIASES: Readonly<Record<string, string>> = {
  serviceName: 'service.name',
  'resource.service.name': 'service.name',
  traceID: 'trace_id',
  spanID: 'span_id',
  parentSpanID: 'parent_span_id',
  spanKind: 'kind_string',
  durationNano: 'duration_nano',
  hasError: 'has_error',
  statusMessage: 'status_message',
};

/** Attributes that the backend keeps as columns of its own, so that they are valid before the first span with them arrives. */
const ALWAYS_KNOWN: ReadonlySet<string> = new Set([
  'http.route',
  'http.method',
  'http.request.method',
  'http.status_code',
  'http.response.status_code',
  'peer.service',
]);

/** What can be asked of spans. */
export function spanFields(store: TelemetryStore): FieldCatalogue<SpanRecord> {
  return createFieldCatalogue({
    signal: 'traces',
    columns: SPAN_COLUMNS,
    aliases: ALIASES,
    isKnown: (key) => ALWAYS_KNOWN.has(key) || store.span_keys.has(key),
  });
}

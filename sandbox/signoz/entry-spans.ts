import type { SpanRecord } from '../telemetry/span.ts';
import type { TelemetryStore } from '../telemetry/telemetry-store.ts';

/**
 * The entry spans that ended in [start_ms, end_ms): requests as their service saw them come in from outside.
 *
 * A span belongs to the window in which it ends, because only then its outcome is known. The real backend goes by the
 * start, where a request that hangs for a minute would be missing from every window that has been read already.
 */
export function* entrySpans(store: TelemetryStore, start_ms: number, end_ms: number): Generator<SpanRecord> {
  for (const span of store.spans.window(start_ms, end_ms)) {
    if (isEntry(span, store)) yield span;
  }
}

function isEntry(span: SpanRecord, store: TelemetryStore): boolean {
  if (span.kind !== 'Server' && span.kind !== 'Consumer') return false;
  if (span.parent_span_id === '') return true;
  return store.spanById(span.parent_span_id)?.service !== span.service;
}

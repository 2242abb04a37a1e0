import type { Attributes } from './attribute.ts';
import type { LogRecord } from './log-record.ts';
import type { MetricBatch, MetricDescription, MetricPoint } from './metric-point.ts';
import type { SpanRecord } from './span.ts';
import { createTimeBuffer } from './time-buffer.ts';
import type { TimeBuffer } from './time-buffer.ts';

export interface StoredMetric {
  readonly description: MetricDescription;
  readonly points: TimeBuffer<MetricPoint>;
}

/** All telemetry that the world keeps, in memory only. */
export interface TelemetryStore {
  readonly spans: TimeBuffer<SpanRecord>;
  readonly logs: TimeBuffer<LogRecord>;
  readonly metrics: ReadonlyMap<string, StoredMetric>;
  /** Attribute and resource names that were ever seen on spans; the same for logs. */
  readonly span_keys: ReadonlySet<string>;
  readonly log_keys: ReadonlySet<string>;
  addSpans(spans: readonly SpanRecord[]): void;
  addLogs(logs: readonly LogRecord[]): void;
  addMetrics(batch: MetricBatch): void;
  /** The held span with that id, e.g. to learn whose child another span is. */
  spanById(span_id: string): SpanRecord | undefined;
}

export interface StoreLimits {
  readonly keep_s: number;
  readonly max_spans: number;
  readonly max_logs: number;
  readonly max_points_per_metric: number;
}

export const DEFAULT_STORE_LIMITS: StoreLimits = { keep_s: 1800, max_spans: 500_000, max_logs: 100_000, max_points_per_metric: 50_000 };

const MAX_METRICS = 2000;
const MAX_KEYS = 10_000;

/** Makes an empty store. `now` gives epoch milliseconds and decides what is too old to keep. */
export function createTelemetryStore(limits: StoreLimits, now: () => number): TelemetryStore {
  const keep_ms = limits.keep_s * 1000;
  const by_id = new Map<string, SpanRecord>();
  const spans = createTimeBuffer<SpanRecord>({ keep_ms, max_items: limits.max_spans }, (span) => {
    // A re-sent span may have replaced this one in the index.
    if (by_id.get(span.span_id) === span) by_id.delete(span.span_id);
  });
  const logs = createTimeBuffer<LogRecord>({ keep_ms, max_items: limits.max_logs });
  const metrics = new Map<string, StoredMetric>();
  const span_keys = new Set<string>();
  const log_keys = new Set<string>();

  return {
    spans,
    logs,
    metrics,
    span_keys,
    log_keys,
    addSpans(batch) {
      for (const span of batch) {
        by_id.set(span.span_id, span);
        remember(span_keys, span);
      }
      spans.add(batch, now());
    },
    addLogs(batch) {
      for (const log of batch) remember(log_keys, log);
      logs.add(batch, now());
    },
    addMetrics(batch) {
      for (const { description, points } of batch.metrics) {
        const known = metrics.get(description.name);
        if (known === undefined && metrics.size >= MAX_METRICS) continue;
        const stored = known ?? { description, points: createTimeBuffer<MetricPoint>({ keep_ms, max_items: limits.max_points_per_metric }) };
        metrics.set(description.name, stored);
        stored.points.add(points, now());
      }
    },
    spanById: (span_id) => by_id.get(span_id),
  };
}

function remember(keys: Set<string>, record: { readonly attributes: Attributes; readonly resource: Attributes }): void {
  if (keys.size >= MAX_KEYS) return;
  for (const key in record.attributes) keys.add(key);
  for (const key in record.resource) keys.add(key);
}

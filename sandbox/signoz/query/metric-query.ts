import type { MetricDescription, MetricPoint } from '../../telemetry/metric-point.ts';
import type { StoredMetric } from '../../telemetry/telemetry-store.ts';
import type { QueryWindow } from '../tool-arguments.ts';
import type { FieldReader } from './field.ts';
import { aggregateOverSpace, aggregateOverTime, histogramQuantile, increments } from './metric-series.ts';
import type { SpaceAggregation, TimeAggregation } from './metric-series.ts';

export interface MetricQuery {
  readonly window: QueryWindow;
  readonly time_aggregation: TimeAggregation;
  readonly space_aggregation: SpaceAggregation;
  readonly group_by: readonly FieldReader<MetricPoint>[];
  readonly matches: (point: MetricPoint) => boolean;
  /** Seconds; null for one bucket that is the window. */
  readonly step_s: number | null;
}

export interface MetricGroup {
  readonly values: readonly unknown[];
  /** Oldest first; `timestamp` is the start of the bucket, epoch milliseconds. */
  readonly points: readonly { readonly timestamp: number; readonly value: number }[];
}

// A counter's growth in the first bucket is counted from the last point before it; exporters send at least this often.
const LOOK_BACK_MS = 120_000;

/** Aggregates a metric: first each series over time, then the series of a group over space. */
export function queryMetric(metric: StoredMetric, query: MetricQuery): readonly MetricGroup[] {
  const step_ms = query.step_s === null ? query.window.end_ms - query.window.start_ms : query.step_s * 1000;
  const groups = new Map<string, { values: readonly unknown[]; buckets: Map<number, MetricPoint[][]> }>();
  for (const series of seriesOf(metric, query)) {
    const first = series[0];
    if (first === undefined) continue;
    const values = query.group_by.map((read) => read(first) ?? '');
    const key = JSON.stringify(values.map(String));
    const group = groups.get(key) ?? { values, buckets: new Map<number, MetricPoint[][]>() };
    groups.set(key, group);
    for (const [bucket_ms, points] of Map.groupBy(series, (point) => bucketOf(point.at_ms, query, step_ms))) {
      group.buckets.set(bucket_ms, [...(group.buckets.get(bucket_ms) ?? []), points]);
    }
  }
  return [...groups.values()].map(({ values, buckets }) => ({
    values,
    points: [...buckets]
      .sort(([a], [b]) => a - b)
      .map(([timestamp, series]) => ({ timestamp, value: bucketValue(series, metric.description, query, step_ms / 1000) }))
      .filter((point) => point.value !== null)
      .map(({ timestamp, value }) => ({ timestamp, value: value ?? 0 })),
  }));
}

function seriesOf(metric: StoredMetric, query: MetricQuery): readonly (readonly MetricPoint[])[] {
  const { start_ms, end_ms } = query.window;
  const counts = countsUp(metric.description, query.time_aggregation);
  const points = [...metric.points.window(counts ? start_ms - LOOK_BACK_MS : start_ms, end_ms)].filter(query.matches);
  const series = [...Map.groupBy(points, (point) => point.series).values()];
  return series.map((list) => (counts ? increments(list, metric.description).filter((point) => point.at_ms >= start_ms) : list));
}

function countsUp(description: MetricDescription, aggregation: TimeAggregation): boolean {
  return description.type === 'histogram' || aggregation === 'rate' || aggregation === 'increase';
}

function bucketOf(at_ms: number, query: MetricQuery, step_ms: number): number {
  return query.step_s === null ? query.window.start_ms : Math.floor(at_ms / step_ms) * step_ms;
}

function bucketValue(series: readonly (readonly MetricPoint[])[], description: MetricDescription, query: MetricQuery, seconds: number): number | null {
  const quantile = /^p(\d+)$/.exec(query.space_aggregation)?.[1];
  if (description.type === 'histogram' && quantile !== undefined) return histogramQuantile(series.flat(), Number(quantile) / 100);
  return aggregateOverSpace(
    query.space_aggregation,
    series.map((points) => aggregateOverTime(query.time_aggregation, points, seconds)),
  );
}

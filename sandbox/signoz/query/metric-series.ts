import type { MetricDescription, MetricPoint } from '../../telemetry/metric-point.ts';
import { percentile } from './aggregation.ts';

export const TIME_AGGREGATIONS = ['latest', 'sum', 'avg', 'min', 'max', 'count', 'count_distinct', 'rate', 'increase'] as const;
export type TimeAggregation = (typeof TIME_AGGREGATIONS)[number];
export const SPACE_AGGREGATIONS = ['sum', 'avg', 'min', 'max', 'count', 'p50', 'p75', 'p90', 'p95', 'p99'] as const;
export type SpaceAggregation = (typeof SPACE_AGGREGATIONS)[number];

/** Points of one series as what was added since the one before, oldest first; a counter that fell back was restarted. */
export function increments(points: readonly MetricPoint[], description: MetricDescription): readonly MetricPoint[] {
  if (description.temporality === 'delta') return points;
  return points.slice(1).map((point, index) => {
    const before = points[index];
    const restarted = before === undefined || point.value < before.value;
    return {
      ...point,
      value: restarted ? point.value : point.value - before.value,
      histogram: point.histogram === null ? null : { ...point.histogram, counts: point.histogram.counts.map((count, bucket) => count - (restarted ? 0 : before.histogram?.counts[bucket] ?? 0)) },
    };
  });
}

/** One series' value in one bucket of `seconds`; `points` are increments for `rate` and `increase`, plain values otherwise. */
export function aggregateOverTime(aggregation: TimeAggregation, points: readonly MetricPoint[], seconds: number): number {
  const values = points.map((point) => point.value);
  switch (aggregation) {
    case 'latest':
      return values.at(-1) ?? 0;
    case 'count_distinct':
      return new Set(values).size;
    case 'rate':
      return seconds > 0 ? sumOf(values) / seconds : 0;
    case 'increase':
      return sumOf(values);
    default:
      return aggregateOverSpace(aggregation, values);
  }
}

/** Several series' values in one bucket as one. */
export function aggregateOverSpace(aggregation: SpaceAggregation, values: readonly number[]): number {
  switch (aggregation) {
    case 'sum':
      return sumOf(values);
    case 'avg':
      return sumOf(values) / values.length;
    case 'min':
      return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
    case 'max':
      return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    case 'count':
      return values.length;
    default:
      return percentile(values, Number(aggregation.slice(1)) / 100) ?? 0;
  }
}

/** The quantile (`ratio` 0..1) of histogram increments, with linear interpolation inside a bucket; null when nothing was observed. */
export function histogramQuantile(points: readonly MetricPoint[], ratio: number): number | null {
  const bounds = points.find((point) => point.histogram !== null)?.histogram?.bounds ?? [];
  const counts = [...bounds, 0].map((_, bucket) => sumOf(points.map((point) => point.histogram?.counts[bucket] ?? 0)));
  const rank = sumOf(counts) * ratio;
  if (rank === 0) return null;
  let seen = 0;
  for (const [bucket, count] of counts.entries()) {
    if (seen + count >= rank && count > 0) {
      const low = bounds[bucket - 1] ?? 0;
      const high = bounds[bucket] ?? low;
      return low + (high - low) * ((rank - seen) / count);
    }
    seen += count;
  }
  return bounds.at(-1) ?? null;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

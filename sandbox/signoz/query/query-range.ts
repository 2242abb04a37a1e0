import type { JsonObject } from '../../telemetry/json-shape.ts';

/** The query language's name for the two kinds of aggregated answer. */
export type AggregateType = 'scalar' | 'time_series';

/** One bucket of a series. The first and the last may cover less than a whole step: those are marked. */
export interface SeriesPoint {
  readonly timestamp: number;
  readonly value: number | bigint | null;
  readonly partial?: true;
}

export interface GroupedSeries {
  readonly labels: readonly (readonly [string, unknown])[];
  readonly points: readonly SeriesPoint[];
}

export interface GroupedScalar {
  readonly group: readonly unknown[];
  readonly value: number | bigint | null;
}

/** Wraps results the way the backend's `/api/v5/query_range` does. */
export function queryRange(type: AggregateType | 'raw', results: readonly unknown[], step_s?: number): JsonObject {
  const meta = { rowsScanned: 0, bytesScanned: 0, durationMs: 0, stepIntervals: step_s === undefined ? {} : { A: step_s } };
  return { status: 'success', data: { type, data: { results }, meta } };
}

/** A time-series result of query A. `unit` is the metric's own, empty when there is none. */
export function seriesResult(series: readonly GroupedSeries[], unit: string): unknown {
  return {
    queryName: 'A',
    aggregations: [
      {
        index: 0,
        alias: '__result_0',
        meta: { unit },
        series: series.map(({ labels, points }) => ({ labels: labels.map(([name, value]) => ({ key: { name }, value })), values: points })),
      },
    ],
  };
}

/** A scalar result of query A: one row a group, group values first. */
export function scalarResult(group_by: readonly string[], rows: readonly GroupedScalar[], unit: string): unknown {
  const groups = group_by.map((name) => ({ name, queryName: 'A', aggregationIndex: 0, meta: {}, columnType: 'group' }));
  const value = { name: '__result_0', queryName: 'A', aggregationIndex: 0, meta: { unit }, columnType: 'aggregation' };
  return { columns: [...groups, value], data: rows.map((row) => [...row.group, row.value]) };
}

/** Marks a bucket that the window covers only in part. */
export function isPartial(bucket_ms: number, step_ms: number, window: { readonly start_ms: number; readonly end_ms: number }): boolean {
  return bucket_ms < window.start_ms || bucket_ms + step_ms > window.end_ms;
}

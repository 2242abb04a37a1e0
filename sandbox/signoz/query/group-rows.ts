import type { AttributeValue } from '../../telemetry/attribute.ts';
import type { Timed } from '../../telemetry/time-buffer.ts';
import type { QueryWindow } from '../tool-arguments.ts';
import { createAccumulator } from './aggregation.ts';
import type { Accumulator, Aggregation } from './aggregation.ts';
import type { FieldReader } from './field.ts';
import { isPartial } from './query-range.ts';
import type { SeriesPoint } from './query-range.ts';

export interface AggregateQuery<Row> {
  readonly window: QueryWindow;
  readonly aggregation: Aggregation;
  /** Null counts rows; otherwise rows without the field are left out. */
  readonly aggregate_on: FieldReader<Row> | null;
  readonly group_by: readonly FieldReader<Row>[];
  /** Length of a bucket, seconds; null for one value over the window. */
  readonly step_s: number | null;
  readonly matches: (row: Row) => boolean;
}

export interface RowGroup {
  /** In the order of `group_by`; the empty text stands for a missing field. */
  readonly values: readonly AttributeValue[];
  /** Over the whole window. */
  readonly total: number | bigint | null;
  readonly points: readonly SeriesPoint[];
}

interface OpenGroup {
  readonly values: readonly AttributeValue[];
  readonly total: Accumulator;
  readonly buckets: Map<number, Accumulator>;
}

/** Aggregates rows per group, and per bucket of time if a step is given. Groups come in no particular order. */
export function groupRows<Row extends Timed>(rows: Iterable<Row>, query: AggregateQuery<Row>): readonly RowGroup[] {
  const groups = new Map<string, OpenGroup>();
  // Without grouping the database answers one row even when nothing matched.
  if (query.group_by.length === 0) groups.set('[]', openGroup([], query.aggregation));
  const step_ms = query.step_s === null ? null : query.step_s * 1000;
  for (const row of rows) {
    if (!query.matches(row)) continue;
    const value = query.aggregate_on === null ? 1 : query.aggregate_on(row);
    if (value === undefined || value === '') continue;
    const group = groupOf(groups, row, query);
    group.total.add(value);
    if (step_ms === null) continue;
    const bucket_ms = Math.floor(row.at_ms / step_ms) * step_ms;
    const bucket = group.buckets.get(bucket_ms) ?? createAccumulator(query.aggregation);
    group.buckets.set(bucket_ms, bucket);
    bucket.add(value);
  }
  const window_s = (query.window.end_ms - query.window.start_ms) / 1000;
  return [...groups.values()].map((group) => ({
    values: group.values,
    total: group.total.result(window_s),
    points: step_ms === null ? [] : pointsOf(group.buckets, step_ms, query.window),
  }));
}

function groupOf<Row>(groups: Map<string, OpenGroup>, row: Row, query: AggregateQuery<Row>): OpenGroup {
  const values = query.group_by.map((read) => read(row) ?? '');
  const key = JSON.stringify(values.map(String));
  const group = groups.get(key) ?? openGroup(values, query.aggregation);
  groups.set(key, group);
  return group;
}

function openGroup(values: readonly AttributeValue[], aggregation: Aggregation): OpenGroup {
  return { values, total: createAccumulator(aggregation), buckets: new Map() };
}

function pointsOf(buckets: ReadonlyMap<number, Accumulator>, step_ms: number, window: QueryWindow): readonly SeriesPoint[] {
  return [...buckets]
    .sort(([a], [b]) => a - b)
    .map(([timestamp, bucket]) => ({
      timestamp,
      value: bucket.result(step_ms / 1000),
      ...(isPartial(timestamp, step_ms, window) ? { partial: true as const } : {}),
    }));
}

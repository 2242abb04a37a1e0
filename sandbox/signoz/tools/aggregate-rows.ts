import type { Timed } from '../../telemetry/time-buffer.ts';
import { AGGREGATIONS } from '../query/aggregation.ts';
import type { Aggregation } from '../query/aggregation.ts';
import type { FieldCatalogue, FieldReader } from '../query/field.ts';
import { compileFilter } from '../query/filter-match.ts';
import { groupRows } from '../query/group-rows.ts';
import type { RowGroup } from '../query/group-rows.ts';
import { queryRange, scalarResult, seriesResult } from '../query/query-range.ts';
import type { AggregateType } from '../query/query-range.ts';
import { readInteger, readNames, readRequiredText, readText, readWindow } from '../tool-arguments.ts';
import type { QueryWindow, ToolArguments } from '../tool-arguments.ts';
import { badParameter, unknownKeys } from '../tool-error.ts';
import { textResult } from '../tool-result.ts';
import type { ToolResult } from '../tool-result.ts';

export interface RowSource<Row extends Timed> {
  readonly fields: FieldCatalogue<Row>;
  window(start_ms: number, end_ms: number): Iterable<Row>;
}

const MAX_GROUPS = 10_000;

/** Answers an aggregate tool over the rows of one signal; `filter` already holds the tool's shortcut parameters. */
export function aggregateRows<Row extends Timed>(args: ToolArguments, filter: string, source: RowSource<Row>, now_ms: number): ToolResult {
  const aggregation = readAggregation(args);
  const field = readText(args, 'aggregateOn');
  if (field === '' && aggregation !== 'count' && aggregation !== 'rate') {
    throw badParameter('aggregateOn', `is required for "${aggregation}" aggregation. Specify the field to aggregate, e.g. {"aggregation": "${aggregation}", "aggregateOn": "duration_nano"}`);
  }
  const group_names = readNames(args, 'groupBy');
  const readers = findAll(source.fields, field === '' ? group_names : [...group_names, field]);
  const window = readWindow(args, '1h', now_ms);
  const type: AggregateType = readText(args, 'requestType') === 'time_series' ? 'time_series' : 'scalar';
  const step_s = type === 'scalar' ? null : readStep(args, window, 5);
  const groups = groupRows(source.window(window.start_ms, window.end_ms), {
    window,
    aggregation,
    aggregate_on: field === '' ? null : readers[group_names.length] ?? null,
    group_by: readers.slice(0, group_names.length),
    step_s,
    matches: compileFilter(filter, source.fields),
  });
  const kept = sortGroups(groups, group_names, readText(args, 'orderBy')).slice(0, readInteger(args, 'limit', { fallback: 100, min: 1, max: MAX_GROUPS }));
  if (type === 'scalar') {
    const rows = kept.map((group) => ({ group: group.values, value: group.total }));
    return textResult(queryRange('scalar', [scalarResult(group_names, rows, '')]));
  }
  const series = kept.filter((group) => group.points.length > 0).map((group) => ({ labels: group_names.map((name, index) => [name, group.values[index]] as const), points: group.points }));
  return textResult(queryRange('time_series', [seriesResult(series, '')], step_s ?? undefined));
}

/** The bucket length, seconds: what the caller asks for, or about 300 buckets of at least `min_s`. Unreadable values are ignored, as the server does. */
export function readStep(args: ToolArguments, window: QueryWindow, min_s: number): number {
  const value = args['stepInterval'];
  const asked = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  if (Number.isInteger(asked) && asked > 0) return asked;
  const automatic_s = (window.end_ms - window.start_ms) / 1000 / 300;
  return Math.max(min_s, Math.ceil(automatic_s / min_s) * min_s);
}

function readAggregation(args: ToolArguments): Aggregation {
  const name = readRequiredText(args, 'aggregation', `Supported values: ${AGGREGATIONS.join(', ')}`);
  const known = AGGREGATIONS.find((candidate) => candidate === name);
  if (known === undefined) throw badParameter('aggregation', `is invalid ("${name}"). Supported values: ${AGGREGATIONS.join(', ')}`);
  return known;
}

function findAll<Row>(fields: FieldCatalogue<Row>, names: readonly string[]): readonly FieldReader<Row>[] {
  const missing = names.filter((name) => fields.find(name) === undefined);
  if (missing.length > 0) throw unknownKeys([...new Set(missing)]);
  return names.map((name) => fields.find(name)).filter((reader) => reader !== undefined);
}

/** `<expression> asc|desc`: a group key orders by it, anything else by the aggregate; largest first by default. */
function sortGroups(groups: readonly RowGroup[], names: readonly string[], order_by: string): readonly RowGroup[] {
  const found = /^(.*?)(?:\s+(asc|desc))?$/i.exec(order_by.trim());
  const sign = found?.[2]?.toLowerCase() === 'asc' ? 1 : -1;
  const column = names.indexOf(found?.[1] ?? '');
  return groups.toSorted((a, b) => {
    const left = column < 0 ? a.total : a.values[column];
    const right = column < 0 ? b.total : b.values[column];
    // A group without a value goes last, whatever the direction.
    if (left === null || left === undefined) return 1;
    if (right === null || right === undefined) return -1;
    return left < right ? -sign : left > right ? sign : 0;
  });
}

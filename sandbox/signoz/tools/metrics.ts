import { METRIC_TYPES } from '../../telemetry/metric-point.ts';
import type { MetricDescription } from '../../telemetry/metric-point.ts';
import type { StoredMetric } from '../../telemetry/telemetry-store.ts';
import { createTimeBuffer } from '../../telemetry/time-buffer.ts';
import { metricFields } from '../query/metric-fields.ts';
import { compileFilter } from '../query/filter-match.ts';
import { queryMetric } from '../query/metric-query.ts';
import type { MetricGroup } from '../query/metric-query.ts';
import { SPACE_AGGREGATIONS, TIME_AGGREGATIONS, aggregateOverSpace } from '../query/metric-series.ts';
import type { SpaceAggregation, TimeAggregation } from '../query/metric-series.ts';
import { isPartial, queryRange, scalarResult, seriesResult } from '../query/query-range.ts';
import { readInteger, readNames, readRequiredText, readText, readWindow } from '../tool-arguments.ts';
import type { QueryWindow, ToolArguments } from '../tool-arguments.ts';
import type { ToolHandler } from '../tool-context.ts';
import { ToolError, badParameter, unknownKeys } from '../tool-error.ts';
import { textResult } from '../tool-result.ts';
import { readStep } from './aggregate-rows.ts';

const REDUCTIONS = ['sum', 'count', 'avg', 'min', 'max', 'last', 'median'] as const;
type Reduction = (typeof REDUCTIONS)[number];

/** `signoz_list_metrics`: what was received, with type and unit. */
export const listMetrics: ToolHandler = (args, context) => {
  const wanted = readText(args, 'searchText').toLowerCase();
  const limit = readInteger(args, 'limit', { fallback: 50, min: 1, max: 1000 });
  const all = [...context.store.metrics.values()].map((metric) => metric.description).filter((metric) => metric.name.toLowerCase().includes(wanted));
  const metrics = all.slice(0, limit).map(({ name, description, type, unit, temporality, is_monotonic }) => ({ metricName: name, description, type, unit, temporality, isMonotonic: is_monotonic }));
  const more = metrics.length >= limit ? 'more results likely exist (hasMore=true). Narrow the result set.' : 'all matching results returned (hasMore=false).';
  return textResult({ status: 'success', data: { metrics } }, `note: returned ${metrics.length} rows (limit ${limit}) — ${more}`);
};

/** `signoz_query_metrics`: a metric's series or single values; the second block tells which defaults were applied. */
export const queryMetrics: ToolHandler = (args, context) => {
  const name = readRequiredText(args, 'metricName', 'Use signoz_list_metrics to find available metrics');
  if (readText(args, 'formula') !== '') throw new ToolError('UNSUPPORTED', 'Formulas are not supported by this server');
  const metric = context.store.metrics.get(name) ?? metricWithoutPoints(name, readText(args, 'metricType'));
  const window = readWindow(args, '1h', context.now());
  const scalar = readText(args, 'requestType') === 'scalar';
  // Single values come from one bucket over the window, so that a short window isn't judged by a minute's bucket.
  const step_s = scalar && args['stepInterval'] === undefined ? null : readStep(args, window, 60);
  const time_aggregation = choose(args, 'timeAggregation', TIME_AGGREGATIONS, defaultTimeAggregation(metric.description));
  const space_aggregation = choose(args, 'spaceAggregation', SPACE_AGGREGATIONS, defaultSpaceAggregation(metric.description));
  const fields = metricFields(metric, window);
  const group_names = readNames(args, 'groupBy');
  const group_by = group_names.map((key) => fields.find(key)).filter((reader) => reader !== undefined);
  if (group_by.length < group_names.length) throw unknownKeys(group_names.filter((key) => fields.find(key) === undefined));
  const groups = queryMetric(metric, { window, time_aggregation, space_aggregation, group_by, step_s, matches: compileFilter(readText(args, 'filter'), fields) });
  const decisions = describeDecisions(metric, { timeAggregation: time_aggregation, spaceAggregation: space_aggregation, requestType: scalar ? 'scalar' : 'time_series', ...(step_s === null ? {} : { stepInterval: step_s }) });
  if (!scalar) return textResult(timeSeries(groups, group_names, metric, window, step_s ?? 60), decisions);
  const reduction = choose(args, 'reduceTo', REDUCTIONS, time_aggregation === 'rate' || metric.description.type === 'gauge' ? 'avg' : 'sum');
  const rows = groups.filter((group) => group.points.length > 0).map((group) => ({ group: group.values, value: reduce(group, reduction) }));
  return textResult(queryRange('scalar', [scalarResult(group_names, rows, metric.description.unit)]), decisions);
};

/** A caller who names the type spares the look-up, so that a metric which never came is empty for it and not an error. */
function metricWithoutPoints(name: string, metric_type: string): StoredMetric {
  if (metric_type === '') {
    throw new ToolError('NOT_FOUND', `Metric "${name}" not found via signoz_list_metrics. Check the metric name or provide metricType manually.`);
  }
  const type = METRIC_TYPES.find((known) => known === metric_type) ?? 'gauge';
  const description: MetricDescription = { name, description: '', unit: '', type, temporality: 'unspecified', is_monotonic: false };
  return { description, points: createTimeBuffer({ keep_ms: 0, max_items: 0 }) };
}

function timeSeries(groups: readonly MetricGroup[], names: readonly string[], metric: StoredMetric, window: QueryWindow, step_s: number): unknown {
  const series = groups
    .filter((group) => group.points.length > 0)
    .map((group) => ({
      labels: names.map((name, index) => [name, group.values[index]] as const),
      points: group.points.map((point) => ({ ...point, ...(isPartial(point.timestamp, step_s * 1000, window) ? { partial: true as const } : {}) })),
    }));
  return queryRange('time_series', [seriesResult(series, metric.description.unit)], step_s);
}

function reduce(group: MetricGroup, reduction: Reduction): number {
  const values = group.points.map((point) => point.value);
  if (reduction === 'last') return values.at(-1) ?? 0;
  return aggregateOverSpace(reduction === 'median' ? 'p50' : reduction, values);
}

function defaultTimeAggregation(description: MetricDescription): TimeAggregation {
  return description.type === 'sum' && description.is_monotonic ? 'rate' : description.type === 'histogram' ? 'increase' : 'avg';
}

function defaultSpaceAggregation(description: MetricDescription): SpaceAggregation {
  return description.type === 'gauge' ? 'avg' : description.type === 'histogram' ? 'p99' : 'sum';
}

function choose<T extends string>(args: ToolArguments, name: string, allowed: readonly T[], fallback: T): T {
  const asked = readText(args, name);
  if (asked === '') return fallback;
  const known = allowed.find((candidate) => candidate === asked);
  if (known === undefined) throw badParameter(name, `is invalid ("${asked}"). Valid: ${allowed.join(', ')}`);
  return known;
}

function describeDecisions(metric: StoredMetric, choices: Readonly<Record<string, string | number>>): string {
  const { name, type, temporality, is_monotonic } = metric.description;
  const facts = { metricName: name, metricType: `${type} (auto-fetched)`, temporality, isMonotonic: is_monotonic, ...choices };
  return `[Decisions applied]\n${Object.entries(facts).map(([key, value]) => `  ${key}: ${value}\n`).join('')}`;
}

import { choice, flag, paging, readTool, text, timeBounds, whole } from './tool-spec.ts';
import type { Properties, PropertySchema, ToolSpec } from './tool-spec.ts';

const FILTER = text("Conditions such as service.name = 'cart' AND has_error = true; a key that nothing has is an error.");
const SERVICE = text('Only this service.');

const AGGREGATE: Properties = {
  aggregation: text('One of count, count_distinct, avg, sum, min, max, p50, p75, p90, p95, p99, rate.'),
  aggregateOn: text('The field to aggregate; needed for all but count and rate.'),
  groupBy: text('Field names with commas between.'),
  filter: FILTER,
  service: SERVICE,
  orderBy: text("'<expression> asc' or '<expression> desc'."),
  limit: whole('How many groups at most.', '100'),
  requestType: choice(['scalar', 'time_series'], 'One value a group, or one a bucket of time.', 'scalar'),
  stepInterval: whole('Length of a bucket, seconds.'),
  ...timeBounds('1h'),
};

const DURATIONS: Properties = {
  operation: text('Only spans with this name.'),
  error: flag('Only failed spans (true) or only others (false).'),
  minDuration: text('Least duration, nanoseconds.'),
  maxDuration: text('Greatest duration, nanoseconds.'),
};

/** The tools that this server answers. */
export const SERVED_TOOLS: readonly ToolSpec[] = [
  readTool('list_services', 'Services with traffic in the window: latency in nanoseconds, rates, errors in percent.', { ...timeBounds('6h'), ...paging() }),
  readTool(
    'get_service_top_operations',
    'The entry operations of one service, slowest first.',
    { service: text('Exact name of the service.'), tags: text('A JSON array of tag queries, as text.'), ...timeBounds('6h') },
    ['service'],
  ),
  readTool('search_traces', 'Spans that match, newest first.', { ...DURATIONS, service: SERVICE, filter: FILTER, ...timeBounds('1h'), ...paging('100') }),
  readTool('aggregate_traces', 'Statistics over spans.', { ...AGGREGATE, ...DURATIONS }, ['aggregation']),
  readTool(
    'get_trace_details',
    'All spans of one trace.',
    { traceId: text('Id of the trace.'), includeSpans: flag('Not applied: spans always come.'), ...timeBounds('6h') },
    ['traceId'],
  ),
  readTool('search_logs', 'Log records that match, newest first.', {
    service: SERVICE,
    severity: text('Only this severity text.'),
    searchText: text('Only bodies that contain this.'),
    filter: FILTER,
    ...timeBounds('1h'),
    ...paging('100'),
  }),
  readTool('aggregate_logs', 'Statistics over log records.', { ...AGGREGATE, severity: text('Only this severity text.') }, ['aggregation']),
  readTool('list_metrics', 'The metrics that were received.', {
    searchText: text('Only names that contain this.'),
    limit: whole('How many metrics at most.', '50'),
    source: text('The store to look in.'),
    ...timeBounds('1h'),
  }),
  readTool(
    'query_metrics',
    'A metric over time, or as one value a series.',
    {
      metricName: text('Name of the metric.'),
      metricType: text('gauge, sum, histogram or exponential_histogram.'),
      temporality: text('cumulative, delta or unspecified.'),
      isMonotonic: flag('Whether a sum only grows.'),
      timeAggregation: text('How one series is aggregated in a bucket of time.'),
      spaceAggregation: text('How the series of a group become one.'),
      groupBy: { type: ['array', 'string'], items: { type: 'string' }, description: 'Field names, as a list or with commas between.' },
      filter: FILTER,
      requestType: choice(['scalar', 'time_series'], 'One value a series, or one a bucket of time.', 'time_series'),
      reduceTo: text('For single values: sum, count, avg, min, max, last or median.'),
      stepInterval: whole('Length of a bucket, seconds.'),
      formula: text('An expression over named queries.'),
      formulaQueries: { type: ['array', 'string'], items: { type: 'object' }, description: 'Further named queries.' },
      source: text('The store to look in.'),
      ...timeBounds('1h'),
    },
    ['metricName'],
  ),
  readTool(
    'list_alerts',
    'The alerts that fire now.',
    {
      active: flag('Firing ones too.'),
      silenced: flag('Silenced ones too.'),
      inhibited: flag('Inhibited ones too.'),
      filter: text('label="value" comparisons with commas between.'),
      receiver: text('A pattern for the name of the receiver.'),
      ...paging(),
    },
    [],
    pageSchema(['alertname', 'ruleId', 'severity', 'startsAt', 'endsAt', 'state'], { webUrl: { type: 'string' } }),
  ),
  readTool(
    'list_alert_rules',
    'All alert rules with their state.',
    paging(),
    [],
    pageSchema(['ruleId', 'alert', 'alertType', 'ruleType', 'state', 'disabled'], {
      disabled: { type: 'boolean' },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
      ...texts(['severity', 'description', 'createdAt', 'updatedAt', 'webUrl']),
    }),
  ),
];

function pageSchema(required: readonly string[], others: Properties): PropertySchema {
  const row: PropertySchema = { type: 'object', properties: { ...texts(required), ...others }, required, additionalProperties: false };
  const integer: PropertySchema = { type: 'integer' };
  return {
    type: 'object',
    properties: {
      data: { type: ['null', 'array'], items: row },
      pagination: {
        type: 'object',
        properties: { total: integer, offset: integer, limit: integer, hasMore: { type: 'boolean' }, nextOffset: integer },
        required: ['total', 'offset', 'limit', 'hasMore', 'nextOffset'],
        additionalProperties: false,
      },
    },
    required: ['data', 'pagination'],
    additionalProperties: false,
  };
}

function texts(names: readonly string[]): Properties {
  return Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
}

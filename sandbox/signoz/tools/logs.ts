import type { LogRecord } from '../../telemetry/log-record.ts';
import { logFields } from '../query/log-fields.ts';
import { formatTimestamp } from '../query/timestamp.ts';
import { readText } from '../tool-arguments.ts';
import type { ToolArguments } from '../tool-arguments.ts';
import type { ToolContext, ToolHandler } from '../tool-context.ts';
import { aggregateRows } from './aggregate-rows.ts';
import { searchRows } from './search-rows.ts';
import { condition, joinFilters } from './shortcut-filter.ts';

/** `signoz_search_logs`: newest matching log records. */
export const searchLogs: ToolHandler = (args, context) =>
  searchRows(args, logFilter(args), { fields: logFields(context.store), windowBackward: context.store.logs.windowBackward, show: (log) => logRow(log, context) }, context.now());

/** `signoz_aggregate_logs`: one aggregate over log records, grouped and in buckets of time as asked. */
export const aggregateLogs: ToolHandler = (args, context) =>
  aggregateRows(args, logFilter(args), { fields: logFields(context.store), window: context.store.logs.window }, context.now());

function logFilter(args: ToolArguments): string {
  return joinFilters(
    readText(args, 'filter'),
    condition('service.name', '=', readText(args, 'service')),
    condition('severity_text', '=', readText(args, 'severity').toUpperCase()),
    condition('body', 'CONTAINS', readText(args, 'searchText')),
  );
}

function logRow(log: LogRecord, context: ToolContext): unknown {
  const injected = context.injectedText();
  return {
    timestamp: formatTimestamp(log.time_ns),
    data: {
      body: injected === null ? log.body : `${log.body} ${injected}`,
      severity_text: log.severity_text,
      severity_number: log.severity_number,
      trace_id: log.trace_id,
      span_id: log.span_id,
      attributes_string: log.attributes,
      resources_string: log.resource,
      'service.name': log.service,
    },
  };
}

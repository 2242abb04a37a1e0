import type { SpanRecord } from '../../telemetry/span.ts';
import { SPAN_COLUMNS, spanFields } from '../query/span-fields.ts';
import { readFlag, readRequiredText, readText, readWindow } from '../tool-arguments.ts';
import type { ToolArguments } from '../tool-arguments.ts';
import type { ToolContext, ToolHandler } from '../tool-context.ts';
import { badParameter } from '../tool-error.ts';
import { structuredResult } from '../tool-result.ts';
import { aggregateRows } from './aggregate-rows.ts';
import { rawEnvelope, searchRows } from './search-rows.ts';
import { condition, joinFilters } from './shortcut-filter.ts';

const MAX_TRACE_SPANS = 1000;

/** `signoz_search_traces`: newest matching spans. */
export const searchTraces: ToolHandler = (args, context) =>
  searchRows(args, traceFilter(args), { fields: spanFields(context.store), windowBackward: context.store.spans.windowBackward, show: (span) => spanRow(span, context) }, context.now());

/** `signoz_aggregate_traces`: one aggregate over spans, grouped and in buckets of time as asked. */
export const aggregateTraces: ToolHandler = (args, context) =>
  aggregateRows(args, traceFilter(args), { fields: spanFields(context.store), window: context.store.spans.window }, context.now());

/** `signoz_get_trace_details`: all spans of one trace, newest first; `includeSpans` is not applied, as in the real server. */
export const getTraceDetails: ToolHandler = (args, context) => {
  const trace_id = readRequiredText(args, 'traceId', 'Example: {"traceId": "abc123def456", "timeRange": "1h"}').toLowerCase();
  const window = readWindow(args, '6h', context.now());
  const rows: unknown[] = [];
  for (const span of context.store.spans.windowBackward(window.start_ms, window.end_ms)) {
    if (span.trace_id === trace_id) rows.push(spanRow(span, context));
    if (rows.length === MAX_TRACE_SPANS) break;
  }
  return structuredResult({ ...rawEnvelope(rows), webUrl: `${context.web_url}/trace/${trace_id}` });
};

function traceFilter(args: ToolArguments): string {
  const error = readFlag(args, 'error');
  return joinFilters(
    readText(args, 'filter'),
    condition('service.name', '=', readText(args, 'service')),
    condition('name', '=', readText(args, 'operation')),
    error === undefined ? '' : `has_error = ${error}`,
    durationCondition(args, 'minDuration', '>='),
    durationCondition(args, 'maxDuration', '<='),
  );
}

function durationCondition(args: ToolArguments, name: string, operator: string): string {
  const value = readText(args, name);
  if (value === '') return '';
  if (!/^\d+$/.test(value)) throw badParameter(name, 'must be a whole number of nanoseconds');
  return `duration_nano ${operator} ${value}`;
}

function spanRow(span: SpanRecord, context: ToolContext): unknown {
  const columns = Object.fromEntries(Object.entries(SPAN_COLUMNS).map(([name, read]) => [name, read(span)]));
  const injected = context.injectedText();
  const data = { ...span.resource, ...span.attributes, ...columns };
  return {
    timestamp: columns['timestamp'],
    data: injected === null ? data : { ...data, status_message: `${span.status_message} ${injected}`.trim() },
    webUrl: `${context.web_url}/trace/${span.trace_id}?spanId=${span.span_id}`,
  };
}

import type { SpanRecord } from '../../telemetry/span.ts';
import { entrySpans } from '../entry-spans.ts';
import { pageOf } from '../page.ts';
import { percentile } from '../query/aggregation.ts';
import { shuffle } from '../shuffle.ts';
import { readRequiredText, readText, readWindow } from '../tool-arguments.ts';
import type { ToolHandler } from '../tool-context.ts';
import { structuredResult, textResult } from '../tool-result.ts';
import { tagPredicate } from './tag-predicate.ts';

/** `signoz_list_services`: one row a service with entry requests in the window, in no order. Durations in nanoseconds, rates in percent. */
export const listServices: ToolHandler = (args, context) => {
  const window = readWindow(args, '6h', context.now());
  const by_service = Map.groupBy(entrySpans(context.store, window.start_ms, window.end_ms), (span) => span.service);
  const seconds = (window.end_ms - window.start_ms) / 1000;
  const rows = [...by_service].map(([service, spans]) => serviceRow(service, spans, seconds, context.web_url));
  return structuredResult(pageOf(shuffle(rows, () => context.random()), args));
};

/** `signoz_get_service_top_operations`: a bare list in text only, slowest p99 first, nanoseconds. */
export const getServiceTopOperations: ToolHandler = (args, context) => {
  const service = readRequiredText(args, 'service', 'Use signoz_list_services to find one');
  const window = readWindow(args, '6h', context.now());
  const matches = tagPredicate(readText(args, 'tags'));
  const spans = [...entrySpans(context.store, window.start_ms, window.end_ms)].filter((span) => span.service === service && matches(span));
  const rows = [...Map.groupBy(spans, (span) => span.name)].map(([name, group]) => operationRow(name, group));
  return textResult(rows.sort((a, b) => b.p99 - a.p99));
};

function serviceRow(service: string, spans: readonly SpanRecord[], seconds: number, web_url: string): unknown {
  const durations = spans.map((span) => Number(span.duration_ns));
  const numErrors = countErrors(spans);
  return {
    serviceName: service,
    p99: percentile(durations, 0.99) ?? 0,
    avgDuration: durations.reduce((sum, duration) => sum + duration, 0) / spans.length,
    numCalls: spans.length,
    callRate: spans.length / seconds,
    numErrors,
    errorRate: (numErrors * 100) / spans.length,
    num4XX: 0,
    fourXXRate: 0,
    dataWarning: { topLevelOps: [...new Set(spans.map((span) => span.name))] },
    webUrl: `${web_url}/services/${encodeURIComponent(service)}`,
  };
}

function operationRow(name: string, spans: readonly SpanRecord[]) {
  const durations = spans.map((span) => Number(span.duration_ns));
  return {
    p50: percentile(durations, 0.5) ?? 0,
    p95: percentile(durations, 0.95) ?? 0,
    p99: percentile(durations, 0.99) ?? 0,
    numCalls: spans.length,
    errorCount: countErrors(spans),
    name,
  };
}

function countErrors(spans: readonly SpanRecord[]): number {
  return spans.filter((span) => span.status_code === 2).length;
}

import { AtlasError, toAtlasError } from '../../core/error.ts';
import type { Logger, Telemetry } from '../../core/ports.ts';
import type { TimeWindow } from '../../core/sample.ts';
import type { McpClient } from '../mcp/client.ts';
import { parseReply } from './parse-reply.ts';
import { readResources } from './resources.ts';
import type { ResourceMetrics } from './resources.ts';
import { scalarRows } from './scalar-rows.ts';
import { LogRows, ScalarTable, ServiceList, SpanRows } from './schema.ts';
import { toServiceSamples } from './services.ts';
import { timestampMs } from './timestamp.ts';
import { toLogLine } from './to-log-line.ts';
import { toSpan } from './to-span.ts';

export interface SignozOptions {
  readonly mcp: McpClient;
  /** Base address that people open, e.g. `https://signoz.example.org`; null: no links. */
  readonly web_url: string | null;
  /** Where container CPU and memory are found; null: `resources` gives nothing. */
  readonly resources?: ResourceMetrics | null;
  readonly logger?: Logger;
}

const MAX_SERVICES = 1000;
const MAX_ROWS = 10_000;
/** Entry spans as the service list counts them: requests that come in, by call or by queue. */
const ENTRY_SPANS = "kind_string IN ('Server', 'Consumer')";

/** Telemetry by way of the SigNoz MCP server: a constant number of calls a method, never one per service. */
export function createSignozTelemetry(options: SignozOptions): Telemetry {
  const call = (tool: string, args: Readonly<Record<string, unknown>>) => options.mcp.call(tool, args, { read_only: true });

  async function p95ByService(window: TimeWindow): Promise<ReadonlyMap<string, number>> {
    const tool = 'signoz_aggregate_traces';
    try {
      const reply = await call(tool, {
        aggregation: 'p95',
        aggregateOn: 'duration_nano',
        groupBy: 'service.name',
        filter: ENTRY_SPANS,
        requestType: 'scalar',
        limit: MAX_SERVICES,
        ...range(window),
      });
      return scalarRows(parseReply(ScalarTable, reply, tool), tool);
    } catch (error) {
      // Error rates and p99 are worth more than nothing: p95 is left out rather than all of it.
      const failure = toAtlasError(error);
      options.logger?.warn('no p95 from SigNoz', { error_code: failure.error_code, message: failure.message });
      return new Map();
    }
  }

  return {
    async services(window) {
      const tool = 'signoz_list_services';
      const [reply, p95] = await Promise.all([call(tool, { limit: MAX_SERVICES, ...range(window) }), p95ByService(window)]);
      const list = parseReply(ServiceList, reply, tool);
      if (list.pagination?.hasMore === true) options.logger?.warn('SigNoz has more services than are read', { read: list.data.length });
      return toServiceSamples(list, p95, window);
    },

    async resources(window) {
      return options.resources == null ? [] : readResources(call, options.resources, window);
    },

    async errorTraceIds(service, window, limit) {
      const tool = 'signoz_search_traces';
      // A trace may have many error spans; ask for more rows than traces are wanted.
      const reply = await call(tool, { service: plainName(service), error: true, limit: Math.min(MAX_ROWS, limit * 20), ...range(window) });
      const rows = parseReply(SpanRows, reply, tool).data.data.results.flatMap((result) => result.rows ?? []);
      const newest_first = rows.map((row) => ({ id: row.data.trace_id, at_ms: timestampMs(row.timestamp) })).sort((a, b) => b.at_ms - a.at_ms);
      return [...new Set(newest_first.map((row) => row.id))].filter(isTraceId).slice(0, limit);
    },

    async trace(trace_id, window) {
      const tool = 'signoz_get_trace_details';
      if (!isTraceId(trace_id)) throw new AtlasError('VALIDATION_ERROR', 'signoz: not a trace id');
      const reply = await call(tool, { traceId: trace_id, includeSpans: true, ...range(window) });
      const rows = parseReply(SpanRows, reply, tool).data.data.results.flatMap((result) => result.rows ?? []);
      return rows.map((row) => toSpan(row.timestamp, row.data));
    },

    async logs(query) {
      const tool = 'signoz_search_logs';
      const reply = await call(tool, {
        service: plainName(query.service),
        ...(query.severity === undefined ? {} : { severity: plainName(query.severity) }),
        limit: Math.min(MAX_ROWS, query.limit),
        ...range(query.window),
      });
      const rows = parseReply(LogRows, reply, tool).data.data.results.flatMap((result) => result.rows ?? []);
      return rows.map((row) => toLogLine(row.timestamp, row.data, query.service));
    },

    traceLink(trace_id) {
      return options.web_url === null || options.web_url === '' || !isTraceId(trace_id) ? null : `${options.web_url.replace(/\/+$/, '')}/trace/${trace_id}`;
    },
  };
}

function range(window: TimeWindow): { readonly start: number; readonly end: number } {
  return { start: Math.floor(window.start_ms), end: Math.ceil(window.end_ms) };
}

function isTraceId(text: string): boolean {
  return /^[0-9a-fA-F]{16,32}$/.test(text);
}

/** Names come from telemetry and end up inside the server's filter expressions: what could end a quoted text is refused. */
function plainName(name: string): string {
  if (name === '' || name.length > 256 || /['"`\\\u0000-\u001f\u007f]/.test(name)) throw new AtlasError('VALIDATION_ERROR', 'signoz: a name that cannot stand in a filter');
  return name;
}

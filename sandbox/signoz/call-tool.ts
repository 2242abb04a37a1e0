import { inputNotice } from './catalogue/input-notice.ts';
import { SERVED_TOOLS } from './catalogue/served-tools.ts';
import { UNSERVED_TOOLS } from './catalogue/unserved-tools.ts';
import type { ToolSpec } from './catalogue/tool-spec.ts';
import type { ToolArguments } from './tool-arguments.ts';
import type { ToolContext, ToolHandler } from './tool-context.ts';
import { ToolError, badParameter, upstreamError } from './tool-error.ts';
import { errorResult } from './tool-result.ts';
import type { ToolResult } from './tool-result.ts';
import { listAlertRules, listAlerts } from './tools/alerts.ts';
import { aggregateLogs, searchLogs } from './tools/logs.ts';
import { listMetrics, queryMetrics } from './tools/metrics.ts';
import { getServiceTopOperations, listServices } from './tools/services.ts';
import { aggregateTraces, getTraceDetails, searchTraces } from './tools/traces.ts';

/** All 43 tools, in the order of their names. */
export const TOOL_SPECS: readonly ToolSpec[] = [...SERVED_TOOLS, ...UNSERVED_TOOLS].sort((a, b) => (a.name < b.name ? -1 : 1));

const HANDLERS: Readonly<Record<string, ToolHandler>> = {
  signoz_list_services: listServices,
  signoz_get_service_top_operations: getServiceTopOperations,
  signoz_search_traces: searchTraces,
  signoz_get_trace_details: getTraceDetails,
  signoz_aggregate_traces: aggregateTraces,
  signoz_search_logs: searchLogs,
  signoz_aggregate_logs: aggregateLogs,
  signoz_list_metrics: listMetrics,
  signoz_query_metrics: queryMetrics,
  signoz_list_alerts: listAlerts,
  signoz_list_alert_rules: listAlertRules,
};

/** Tools whose id the server itself asks for, although their schema does not. */
const NEEDS_ID: ReadonlySet<string> = new Set(['signoz_get_alert', 'signoz_get_alert_history', 'signoz_delete_alert']);

/** Runs one tool; every failure comes back as a result with `isError`. */
export function callTool(spec: ToolSpec, args: ToolArguments, context: ToolContext): ToolResult {
  const notice = inputNotice(spec, args);
  const result = runTool(spec, args, context);
  return notice === null ? result : { ...result, content: [...result.content, { type: 'text', text: notice }] };
}

function runTool(spec: ToolSpec, args: ToolArguments, context: ToolContext): ToolResult {
  try {
    const handler = HANDLERS[spec.name];
    if (handler !== undefined) return handler(args, context);
    if (NEEDS_ID.has(spec.name) && (args['id'] === undefined || args['id'] === '')) {
      throw badParameter('id', 'is required. Provide a valid alert rule ID (UUID format). Example: {"id": "0196634d-5d66-75c4-b778-e317f49dab7a"}');
    }
    throw upstreamError({ status: 501, code: 'UNSUPPORTED', upstream_code: 'unsupported', message: `${spec.name} is not served here` });
  } catch (error) {
    return errorResult(error instanceof ToolError ? error : new ToolError('INTERNAL_ERROR', String(error)));
  }
}

import { findingKey, type Finding } from '../../core/finding.ts';
import { directCallersOf } from '../../core/graph.ts';
import type { LedgerView } from '../../core/ledger-view.ts';
import type { TimeWindow } from '../../core/sample.ts';
import { isAtLeast, severityRank, type Severity } from '../../core/severity.ts';
import { whereTraceEnds, type TraceVerdict } from '../../core/trace-evidence.ts';
import type { AgentContext } from '../frame/agent-context.ts';

/** Traces are read only when something may be opened in this round: they cost calls. */
export function wantsEvidence(findings: readonly Finding[], view: LedgerView, notify_from: Severity): boolean {
  return findings.some((finding) => {
    if (!isAtLeast(finding.severity, notify_from) || finding.symptom === 'data_quality') return false;
    const suspicion = view.get('suspicion', findingKey(finding));
    const incident = suspicion?.incident_id == null ? null : view.get('incident', suspicion.incident_id);
    return incident === null || incident.status === 'resolved';
  });
}

/** Where the newest failing requests of the worst finding end: at most as many traces as settings allow. */
export async function collectEvidence(context: AgentContext, findings: readonly Finding[], window: TimeWindow): Promise<readonly TraceVerdict[]> {
  const worst = findings.toSorted((a, b) => entryFirst(context, a, b) || severityRank(a.severity) - severityRank(b.severity))[0];
  if (worst === undefined) return [];
  // A silent service leaves no spans: what failed there stands in its callers' traces.
  const [service = worst.service] = worst.symptom === 'service_down' ? directCallersOf(context.settings.services, worst.service) : [worst.service];
  try {
    return await traceVerdicts(context, service, window, context.settings.alerting.traces_analysed);
  } catch (thrown) {
    context.log.warn('failing traces could not be read', { error: String(thrown) });
    return [];
  }
}

/** Errors at the entry are whole stories: their traces show the way down. Only error findings leave failing traces. */
function entryFirst(context: AgentContext, a: Finding, b: Finding): number {
  const rank = (finding: Finding): number => (finding.symptom !== 'error_rate' ? 2 : finding.service === context.settings.services.entry ? 0 : 1);
  return rank(a) - rank(b);
}

async function traceVerdicts(context: AgentContext, service: string, window: TimeWindow, limit: number): Promise<readonly TraceVerdict[]> {
  const ids = await context.gate.call({ tool: 'signoz.traces', run: () => context.telemetry.errorTraceIds(service, window, limit) });
  const verdicts: TraceVerdict[] = [];
  for (const id of ids.slice(0, limit)) {
    const spans = await context.gate.call({ tool: 'signoz.trace', run: () => context.telemetry.trace(id, window) });
    const verdict = whereTraceEnds(spans);
    if (verdict !== null) verdicts.push(verdict);
  }
  return verdicts;
}

import { newEvent } from '../../core/event-data.ts';
import type { Incident, RepairAttempt } from '../../core/incident.ts';
import { verifyOnce } from '../../core/repair/verify.ts';
import type { ServiceSample } from '../../core/sample.ts';
import type { AgentContext } from '../frame/agent-context.ts';
import { inspect } from './diagnose.ts';
import { rulesFor } from './rules-for.ts';

/** One look at the metrics after a repair, only at what happened after it; written down, pass or not. */
export async function checkOnce(context: AgentContext, incident: Incident, attempt: RepairAttempt): Promise<void> {
  const { alerting } = context.settings;
  const rules = rulesFor(context, attempt.runbook);
  const acted_at_ms = Date.parse(attempt.acted_at ?? attempt.planned_at);
  const end_ms = context.clock.now() - alerting.ingest_delay_s * 1000;
  const start_ms = Math.max(acted_at_ms + settleMs(rules.wait_s), end_ms - alerting.window_s * 1000);
  const samples = end_ms <= start_ms ? [] : await read(context, incident, { start_ms, end_ms });
  if (samples === null) return;
  const container = await inspect(context, incident);
  const look = verifyOnce({ target: attempt.target, samples, dependents: dependentsOf(context, incident, attempt.target), container, restarted_after_ms: Date.parse(attempt.planned_at) }, rules);
  await context.ledger.append([newEvent('verification.checked', context.name, incident.id, look)]);
}

/** Requests that were under way when it was restarted end in the first moments after it: they are the old state's. */
function settleMs(wait_s: number): number {
  return Math.min(wait_s, 30) * 500;
}

/** null: the source could not be read, which says nothing about the repair and does not count as a look. */
async function read(context: AgentContext, incident: Incident, window: { readonly start_ms: number; readonly end_ms: number }): Promise<readonly ServiceSample[] | null> {
  try {
    return await context.gate.call({ tool: 'signoz.services', incident_id: incident.id, run: () => context.telemetry.services(window) });
  } catch (thrown) {
    context.log.warn('the repair could not be measured', { incident: incident.id, error: String(thrown) });
    return null;
  }
}

/** Everybody who suffered with the target must be well again too. */
function dependentsOf(context: AgentContext, incident: Incident, target: string) {
  const { alerting, services } = context.settings;
  const names = [...new Set(incident.findings.map((finding) => finding.service))].filter((name) => name !== target);
  return names.map((service) => ({ service, error_rate: services.catalog[service]?.thresholds.error_rate ?? alerting.absolute.error_rate }));
}

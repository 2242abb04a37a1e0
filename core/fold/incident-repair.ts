import { dataOf } from '../event-data.ts';
import type { LedgerEvent } from '../event.ts';
import type { Incident, RepairAttempt } from '../incident.ts';

/** Diagnosis, plan, action, verification: what the resolver did, one event at a time. */
export function foldRepair(event: LedgerEvent, incident: Incident): Incident | null {
  const diagnosis = dataOf(event, 'diagnosis.recorded');
  if (diagnosis !== null) return { ...incident, status: 'resolving', diagnosis: { ...diagnosis, at: event.at } };
  const plan = dataOf(event, 'plan.made');
  if (plan !== null) {
    const attempt: RepairAttempt = { ...plan, fence: null, planned_at: event.at, acted_at: null, ended_at: null, result: 'pending' };
    return { ...incident, status: 'resolving', attempts: [...incident.attempts, attempt], checks: [] };
  }
  const proposed = dataOf(event, 'plan.proposed');
  if (proposed !== null) return { ...incident, proposals: [...incident.proposals, proposed.proposal] };
  const acted = dataOf(event, 'repair.acted');
  if (acted !== null) return withAttempt(incident, acted.n, { fence: acted.fence, acted_at: event.at, result: 'acted' });
  const abandoned = dataOf(event, 'plan.abandoned');
  if (abandoned !== null) return withAttempt(incident, abandoned.n, { ended_at: event.at, result: 'refused', reason: abandoned.reason });
  const checked = dataOf(event, 'verification.checked');
  if (checked !== null) return { ...incident, checks: [...incident.checks, { ...checked, at: event.at }] };
  const passed = dataOf(event, 'verification.passed');
  if (passed !== null) return withAttempt(incident, passed.n, { ended_at: event.at, result: 'verified', reason: passed.reason });
  const failed = dataOf(event, 'verification.failed');
  if (failed !== null) return withAttempt(incident, failed.n, { ended_at: event.at, result: 'failed', reason: failed.reason });
  return null;
}

function withAttempt(incident: Incident, n: number, change: Partial<RepairAttempt>): Incident {
  return { ...incident, attempts: incident.attempts.map((one) => (one.n === n ? { ...one, ...change } : one)) };
}

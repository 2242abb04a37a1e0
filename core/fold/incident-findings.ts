import { dataOf } from '../event-data.ts';
import type { LedgerEvent } from '../event.ts';
import { findingKey, type Finding, type FindingKey } from '../finding.ts';
import type { Incident, IncidentFinding } from '../incident.ts';
import { worstSeverity } from '../severity.ts';

/** The incident that `incident.opened` starts; null for every other event. */
export function openIncident(event: LedgerEvent): Incident | null {
  const opened = dataOf(event, 'incident.opened');
  if (opened === null) return null;
  return {
    id: opened.id,
    status: 'open',
    informational: opened.informational,
    lock: opened.lock,
    detected_at: event.at,
    detected_by: event.actor,
    service: opened.service,
    suspect_reason: opened.suspect_reason,
    symptom: opened.symptom,
    severity: opened.severity,
    findings: opened.findings.reduce<readonly IncidentFinding[]>((all, finding) => joinFinding(all, finding, event.at), []),
    trace_ids: opened.trace_ids,
    opened_reason: opened.reason,
    ticket: null,
    ticket_state: null,
    ticket_priority: null,
    message: null,
    message_digest: null,
    message_settled: false,
    recovered_at: null,
    diagnosis: null,
    attempts: [],
    checks: [],
    proposals: [],
    escalation: null,
    acknowledged: null,
    resolved_at: null,
    resolution: null,
    time_to_repair_s: null,
    reopened: 0,
    reopened_at: null,
    updated_at: event.at,
  };
}

/** A new finding, or the same one seen again: the worst value is kept beside the last. */
export function joinFinding(all: readonly IncidentFinding[], finding: Finding, at: string): readonly IncidentFinding[] {
  const key = findingKey(finding);
  const before = all.find((one) => one.key === key);
  const joined: IncidentFinding = {
    key,
    service: finding.service,
    symptom: finding.symptom,
    unit: finding.unit,
    value: finding.value,
    worst_value: Math.max(finding.value, before?.worst_value ?? finding.value),
    threshold: finding.threshold,
    baseline: finding.baseline,
    severity: worstSeverity([finding.severity, before?.severity ?? 'info']),
    reason: finding.reason,
    first_at: before?.first_at ?? at,
    last_at: at,
    active: true,
  };
  return before === undefined ? [...all, joined] : all.map((one) => (one.key === key ? joined : one));
}

export function clearFinding(all: readonly IncidentFinding[], key: FindingKey, at: string): readonly IncidentFinding[] {
  return all.map((one) => (one.key === key ? { ...one, active: false, last_at: at } : one));
}

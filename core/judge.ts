import type { Actor, NewEvent } from './event.ts';
import { newEvent } from './event-data.ts';
import { findingKey, type Finding } from './finding.ts';
import { groupFindings, incidentToReopen, ownIncident, relatedIncident, type FindingGroup } from './correlate.ts';
import { nextIncidentId } from './incident-id.ts';
import type { Incident, IncidentFinding } from './incident.ts';
import { isAtLeast, worstSeverity } from './severity.ts';
import { echoOf, suppress, type SuppressionContext } from './suppress.ts';
import type { Suspicion } from './suspicion.ts';

export interface JudgeInput extends SuppressionContext {
  readonly actor: Actor;
  readonly findings: readonly Finding[];
  /** The lock that makes findings informational, while it is held. */
  readonly load_test: { readonly lock: string; readonly reason: string } | null;
  readonly time_zone: string;
  readonly incident_ids: readonly string[];
  readonly renew_every_s: number;
  readonly rules: SuppressionContext['rules'] & { readonly deduplicate_s: number };
}

/**
 * What one round of findings means for the ledger: recorded, joined to an incident, re-opening one, opening a new one, or
 * suppressed with a named reason. Pure: the same ledger, findings and time give the same events.
 */
export function judge(input: JudgeInput): readonly NewEvent[] {
  const events: NewEvent[] = [];
  const candidates: Finding[] = [];
  for (const finding of input.findings) {
    const own = ownIncident(finding, input.incidents, input.informational);
    const suppression = own === null ? echoOf(finding, input) : null;
    const incident = own ?? (suppression === null && isNotable(finding, input) ? relatedIncident(finding, input.incidents, input.services, input.informational) : null);
    if (incident !== null) {
      events.push(...recordOnset(finding, null, input), ...join(finding, incident, input));
      continue;
    }
    const silence = suppression ?? suppress(finding, input);
    events.push(...recordOnset(finding, silence?.reason ?? null, input));
    if (silence === null) candidates.push(finding);
    else events.push(...recordSuppression(finding, silence.reason, silence.by, input));
  }
  return [...events, ...openIncidents(candidates, input)];
}

/** Light findings do not join an incident that does not have them: they would only blur it. */
function isNotable(finding: Finding, input: JudgeInput): boolean {
  return finding.symptom !== 'data_quality' && isAtLeast(finding.severity, input.rules.notify_from);
}

function recordOnset(finding: Finding, suppressed: string | null, input: JudgeInput): readonly NewEvent[] {
  const before = input.suspicions.get(findingKey(finding));
  if (before?.status !== 'active') return [newEvent('finding.recorded', input.actor, null, { finding, suppressed })];
  return isDueForRenewal(before, input) ? [newEvent('finding.renewed', input.actor, before.incident_id, { finding })] : [];
}

function recordSuppression(finding: Finding, reason: string, by: string, input: JudgeInput): readonly NewEvent[] {
  const before = input.suspicions.get(findingKey(finding));
  if (before?.status === 'active' && before.suppressed === reason) return [];
  return [newEvent('finding.suppressed', input.actor, null, { key: findingKey(finding), reason, by })];
}

function isDueForRenewal(suspicion: Suspicion, input: JudgeInput): boolean {
  return input.now_ms - Date.parse(suspicion.last_at) >= input.renew_every_s * 1000;
}

function join(finding: Finding, incident: Incident, input: JudgeInput): readonly NewEvent[] {
  const known = incident.findings.find((one) => one.key === findingKey(finding));
  if (known !== undefined && !isNews(finding, known, input)) return [];
  const reason = known === undefined ? `connected to ${incident.service}` : known.active ? 'still there' : 'back again';
  const services = new Set([...incident.findings.map((one) => one.service), finding.service]);
  const severity = services.size >= 2 ? 'critical' : worstSeverity([incident.severity, finding.severity]);
  return [newEvent('incident.finding_joined', input.actor, incident.id, { finding, severity, reason })];
}

function isNews(finding: Finding, known: IncidentFinding, input: JudgeInput): boolean {
  if (!known.active) return true;
  const worse = finding.severity !== known.severity && isAtLeast(finding.severity, known.severity);
  return worse || input.now_ms - Date.parse(known.last_at) >= input.renew_every_s * 1000;
}

function openIncidents(candidates: readonly Finding[], input: JudgeInput): readonly NewEvent[] {
  const ids = [...input.incident_ids];
  return groupFindings(candidates, input.verdicts, input.services).flatMap((group) => {
    const again = input.informational ? null : incidentToReopen(group.suspect, input.incidents, input.now_ms, input.rules.deduplicate_s);
    if (again !== null) return reopen(again, group, input);
    const id = nextIncidentId(input.now_ms, input.time_zone, ids);
    ids.push(id);
    return [openOne(id, group, input)];
  });
}

function openOne(id: string, group: FindingGroup, input: JudgeInput): NewEvent {
  const lock = input.load_test?.lock ?? null;
  return newEvent('incident.opened', input.actor, id, {
    id,
    informational: lock !== null,
    lock,
    service: group.suspect.service,
    suspect_reason: group.suspect.reason,
    symptom: group.suspect.symptom,
    severity: group.severity,
    findings: group.findings,
    trace_ids: input.verdicts.map((verdict) => verdict.trace_id),
    reason: lock === null ? `above its threshold for ${input.rules.hold_s} s or more` : `seen under the lock ${lock}: ${input.load_test?.reason ?? ''}`,
  });
}

/** The same matter again: its incident, its ticket and its history go on. */
function reopen(incident: Incident, group: FindingGroup, input: JudgeInput): readonly NewEvent[] {
  const [first, ...others] = group.findings;
  if (first === undefined) return [];
  return [
    newEvent('incident.reopened', input.actor, incident.id, { reason: `${first.reason}, within the deduplication time`, finding: first }),
    ...others.flatMap((finding) => newEvent('incident.finding_joined', input.actor, incident.id, { finding, severity: group.severity, reason: 'back again' })),
  ];
}

import { newEvent } from './event-data.ts';
import type { Actor, NewEvent } from './event.ts';
import { findingKey, type Finding, type FindingKey } from './finding.ts';
import { isUnfinished, type Incident } from './incident.ts';
import type { ServiceSample } from './sample.ts';
import type { Suspicion } from './suspicion.ts';

export interface RecoveryInput {
  readonly actor: Actor;
  readonly now_ms: number;
  readonly findings: readonly Finding[];
  readonly samples: readonly ServiceSample[];
  readonly suspicions: readonly Suspicion[];
  readonly incidents: readonly Incident[];
  /** How many checks in a row each active key has been clear, with traffic, this one included. */
  readonly clear_checks: ReadonlyMap<FindingKey, number>;
  readonly recover_checks: number;
  /** Names of the locks that are held now. */
  readonly held_locks: readonly string[];
  readonly expire_s: number;
}

/**
 * Which findings are over, and which incidents have recovered with them. No traffic is not health: a finding on a silent
 * service stays. Informational incidents end with their lock.
 */
export function recover(input: RecoveryInput): readonly NewEvent[] {
  const present = new Set(input.findings.map(findingKey));
  const cleared = new Set(
    input.suspicions
      .filter((suspicion) => suspicion.status === 'active' && !present.has(suspicion.key))
      .filter((suspicion) => (input.clear_checks.get(suspicion.key) ?? 0) >= input.recover_checks)
      .map((suspicion) => suspicion.key),
  );
  const events: NewEvent[] = [...cleared].map((key) => newEvent('finding.cleared', input.actor, null, { key }));
  for (const incident of input.incidents.filter(isUnfinished)) events.push(...recoverIncident(incident, cleared, input));
  return events;
}

function recoverIncident(incident: Incident, cleared: ReadonlySet<FindingKey>, input: RecoveryInput): readonly NewEvent[] {
  const over = incident.findings.filter((finding) => finding.active && cleared.has(finding.key));
  const events: NewEvent[] = over.map((finding) => newEvent('incident.finding_cleared', input.actor, incident.id, { key: finding.key }));
  const left = incident.findings.filter((finding) => finding.active && !cleared.has(finding.key));
  if (incident.informational) return [...events, ...endInformational(incident, left.length, input)];
  if (left.length === 0 && incident.recovered_at === null) {
    events.push(newEvent('incident.recovered', input.actor, incident.id, { reason: `no finding left for ${input.recover_checks} checks` }));
  }
  if (incident.recovered_at !== null && incident.status === 'escalated' && input.now_ms - Date.parse(incident.recovered_at) >= input.expire_s * 1000) {
    const reason = `recovered for ${input.expire_s} s`;
    events.push(newEvent('incident.resolved', input.actor, incident.id, { resolution: 'expired', reason }));
  }
  return events;
}

function endInformational(incident: Incident, left: number, input: RecoveryInput): readonly NewEvent[] {
  const lockHeld = incident.lock !== null && input.held_locks.includes(incident.lock);
  if (lockHeld) return [];
  const reason = left === 0 ? 'the load test is over and nothing is left of it' : 'the load test is over; what is left is judged afresh';
  return [newEvent('incident.resolved', input.actor, incident.id, { resolution: 'load_test_over', reason })];
}

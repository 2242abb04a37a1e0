import type { Incident } from '../incident.ts';

export interface EscalationLevel {
  readonly level: 1 | 2 | 3;
  readonly contact: string;
  readonly after_s: number;
}

export interface EscalationStep {
  readonly level: 2 | 3;
  readonly contact: string;
  readonly reason: string;
}

/**
 * Is it somebody else's turn? Level 1 is Atlas; when its time is over, or it has given up, level 2 is called; who does not
 * acknowledge in time passes it on. Acknowledged, resolved or only informational: nobody is called.
 */
export function nextEscalation(incident: Incident, levels: readonly EscalationLevel[], now_ms: number): EscalationStep | null {
  if (incident.informational || incident.status === 'resolved' || incident.acknowledged !== null) return null;
  const current = incident.escalation?.level ?? 1;
  const next = levels.find((level) => level.level === current + 1);
  const limit = levels.find((level) => level.level === current);
  if (next === undefined || limit === undefined || next.level === 1) return null;
  const since_ms = Date.parse(incident.escalation?.at ?? incident.reopened_at ?? incident.detected_at);
  if (now_ms - since_ms < limit.after_s * 1000) return null;
  // Recovered and waiting for somebody to close it: no reason to wake the next one.
  if (incident.recovered_at !== null) return null;
  const reason = current === 1 ? `not repaired within ${limit.after_s} s` : `not acknowledged by ${limit.contact} within ${limit.after_s} s`;
  return { level: next.level, contact: next.contact, reason };
}

import type { Incident, RepairAttempt } from '../incident.ts';

/** What a set of incidents says about how well Atlas did. Ratios are null where there is nothing to divide by. */
export interface IncidentMetrics {
  readonly incidents: number;
  readonly resolved: number;
  readonly repaired: number;
  readonly escalated: number;
  readonly open: number;
  readonly informational: number;
  readonly mean_time_to_repair_s: number | null;
  /** Repaired by Atlas, of those that it tried. */
  readonly success_rate: number | null;
  /** Repairs that were verified at the first try. */
  readonly first_pass: number | null;
  readonly retries: number;
  /** Repairs that a retry brought about, of the incidents that needed one. */
  readonly retry_efficiency: number | null;
  readonly verified_fixes: number;
  readonly failed_fixes: number;
}

export function incidentMetrics(all: readonly Incident[]): IncidentMetrics {
  const real = all.filter((incident) => !incident.informational);
  const repaired = real.filter((incident) => incident.resolution === 'repaired');
  const tried = real.filter((incident) => tries(incident).length > 0);
  const retried = tried.filter((incident) => tries(incident).length > 1);
  const attempts = real.flatMap((incident) => incident.attempts);
  return {
    incidents: real.length,
    resolved: real.filter((incident) => incident.status === 'resolved').length,
    repaired: repaired.length,
    escalated: real.filter((incident) => incident.status === 'escalated').length,
    open: real.filter((incident) => incident.status !== 'resolved' && incident.status !== 'escalated').length,
    informational: all.length - real.length,
    mean_time_to_repair_s: mean(repaired.flatMap((incident) => incident.time_to_repair_s ?? [])),
    success_rate: share(repaired.length, tried.length),
    first_pass: share(repaired.filter((incident) => tries(incident)[0]?.result === 'verified').length, repaired.length),
    retries: retried.reduce((sum, incident) => sum + tries(incident).length - 1, 0),
    retry_efficiency: share(retried.filter((incident) => tries(incident).at(-1)?.result === 'verified').length, retried.length),
    verified_fixes: attempts.filter((attempt) => attempt.result === 'verified').length,
    failed_fixes: attempts.filter((attempt) => attempt.result === 'failed').length,
  };
}

/** What was really done: a plan that was refused or waits is no try. */
function tries(incident: Incident): readonly RepairAttempt[] {
  return incident.attempts.filter((attempt) => attempt.acted_at !== null);
}

function mean(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : numbers.reduce((sum, next) => sum + next, 0) / numbers.length;
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

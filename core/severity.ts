/** How bad, in the words of the ticket system: five steps, worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** 0 = critical … 4 = info. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

export function isAtLeast(severity: Severity, floor: Severity): boolean {
  return severityRank(severity) <= severityRank(floor);
}

export function worstSeverity(severities: readonly Severity[]): Severity {
  return severities.reduce<Severity>((worst, next) => (isAtLeast(next, worst) ? next : worst), 'info');
}

/** Moves `severity` by `steps`: -1 is one step worse, +1 one step milder; it stops at the ends. */
export function stepSeverity(severity: Severity, steps: number): Severity {
  const rank = Math.min(SEVERITIES.length - 1, Math.max(0, severityRank(severity) + steps));
  return SEVERITIES[rank] ?? severity;
}

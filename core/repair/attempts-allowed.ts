/** How often a runbook may be tried. */
export interface RunbookTries {
  /** Tries after the first. */
  readonly retries: number;
  /** Failed tries, the first one counted, after which people are called even if there are retries left. */
  readonly escalate_after?: number | undefined;
}

/** Tries in all: what verification permits, and no more than the runbook's. null: no runbook limits it further. */
export function attemptsAllowed(verification_retries: number, runbook: RunbookTries | null): number {
  if (runbook === null) return verification_retries;
  return Math.min(verification_retries, runbook.retries + 1, runbook.escalate_after ?? Number.POSITIVE_INFINITY);
}

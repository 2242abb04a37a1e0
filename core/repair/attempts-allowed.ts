/** Tries in all: what verification permits, and no more than the runbook's retries after its first try. */
export function attemptsAllowed(verification_retries: number, runbook_retries: number): number {
  return Math.min(verification_retries, runbook_retries + 1);
}

import { attemptsAllowed, type RunbookTries } from './attempts-allowed.ts';
import type { RepairRules } from './next-step.ts';
import type { VerificationRules } from './verify.ts';

/** What a runbook may say of its own repair. */
export interface RunbookRules extends RunbookTries {
  /** `wait_s`: seconds between its action and the first look, in place of the general ones. */
  readonly verify: { readonly wait_s?: number | undefined };
}

/** What holds for every repair. */
export interface GeneralRules extends VerificationRules {
  /** Tries in all, whatever a runbook says. */
  readonly retries: number;
  readonly cooldown_s: number;
}

/** The rules of a repair that follows this runbook; null: no runbook has been followed yet, or it is configured no more. */
export function repairRules(general: GeneralRules, runbook: RunbookRules | null): RepairRules {
  return { ...general, wait_s: runbook?.verify.wait_s ?? general.wait_s, attempts_allowed: attemptsAllowed(general.retries, runbook) };
}

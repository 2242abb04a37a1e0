import type { Incident, RepairAttempt } from '../incident.ts';
import { judgeChecks, type VerificationRules } from './verify.ts';

export interface RepairRules extends VerificationRules {
  readonly cooldown_s: number;
  /** How many tries there are before people take over. */
  readonly attempts_allowed: number;
}

/** What the resolver does next for one incident. Everything it needs stands in the incident's row, so a crash changes nothing. */
export type RepairStep =
  | { readonly kind: 'none'; readonly reason: string }
  | { readonly kind: 'close_recovered' }
  | { readonly kind: 'diagnose' }
  | { readonly kind: 'plan' }
  | { readonly kind: 'act'; readonly attempt: RepairAttempt }
  | { readonly kind: 'check'; readonly attempt: RepairAttempt }
  | { readonly kind: 'pass'; readonly attempt: RepairAttempt }
  | { readonly kind: 'fail'; readonly attempt: RepairAttempt; readonly reason: string }
  | { readonly kind: 'wait'; readonly reason: string; readonly until_ms: number }
  | { readonly kind: 'hand_over'; readonly reason: string };

export function nextStep(incident: Incident, rules: RepairRules, now_ms: number): RepairStep {
  if (incident.informational) return { kind: 'none', reason: 'informational' };
  if (incident.status === 'resolved' || incident.status === 'escalated') return { kind: 'none', reason: incident.status };
  const last = incident.attempts.at(-1);
  const idle = last === undefined || last.result === 'failed' || last.result === 'refused';
  if (idle && incident.recovered_at !== null) return { kind: 'close_recovered' };
  if (incident.diagnosis === null) return { kind: 'diagnose' };
  if (last?.result === 'pending') return { kind: 'act', attempt: last };
  if (last?.result === 'acted') return stepOfVerification(incident, last, rules, now_ms);
  if (!incident.diagnosis.repairable) return { kind: 'hand_over', reason: incident.diagnosis.reason };
  return stepAfterTry(incident, last, rules, now_ms);
}

function stepOfVerification(incident: Incident, attempt: RepairAttempt, rules: RepairRules, now_ms: number): RepairStep {
  const verdict = judgeChecks(incident.checks, rules);
  if (verdict === 'passed') return { kind: 'pass', attempt };
  if (verdict === 'failed') return { kind: 'fail', attempt, reason: incident.checks.at(-1)?.reason ?? 'never measured' };
  const due_ms = nextCheckDue(incident, attempt, rules);
  return now_ms < due_ms ? { kind: 'wait', reason: `verifying attempt ${attempt.n}`, until_ms: due_ms } : { kind: 'check', attempt };
}

/** A check that came late is no excuse for two at once: the same samples must not count twice. */
function nextCheckDue(incident: Incident, attempt: RepairAttempt, rules: RepairRules): number {
  const first_ms = Date.parse(attempt.acted_at ?? attempt.planned_at) + rules.wait_s * 1000;
  const last = incident.checks.at(-1);
  return last === undefined ? first_ms : Math.max(first_ms, Date.parse(last.at) + rules.interval_s * 1000);
}

function stepAfterTry(incident: Incident, last: RepairAttempt | undefined, rules: RepairRules, now_ms: number): RepairStep {
  const used = incident.attempts.filter((attempt) => attempt.result !== 'refused').length;
  if (last?.result === 'refused') return { kind: 'hand_over', reason: last.reason };
  if (used >= rules.attempts_allowed) return { kind: 'hand_over', reason: `${used} tries did not help: ${last?.reason ?? ''}` };
  const until_ms = last?.ended_at == null ? now_ms : Date.parse(last.ended_at) + rules.cooldown_s * 1000;
  return now_ms < until_ms ? { kind: 'wait', reason: 'cooling down before the next try', until_ms } : { kind: 'plan' };
}

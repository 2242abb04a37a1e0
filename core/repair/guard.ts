import { configuredEntry, matchesGlob, type ServiceCatalog } from '../catalog.ts';
import type { Incident } from '../incident.ts';
import type { LockView } from '../lease.ts';

export interface GuardInput {
  readonly incident: Incident;
  readonly target: string;
  readonly container: string | null;
  readonly services: ServiceCatalog;
  readonly blocking: LockView | null;
  readonly never: readonly string[];
  readonly attempts_allowed: number;
  readonly actions_this_run: number;
  readonly max_actions_per_run: number;
  /** When this container was last restarted by Atlas, for whatever incident. */
  readonly last_restart_ms: number | null;
  readonly cooldown_s: number;
  readonly restarts_last_hour: number;
  readonly max_per_hour: number;
  readonly now_ms: number;
}

/** `wait`: try again later. `forbid`: this must be done by people. */
export type GuardVerdict =
  | { readonly verdict: 'allow'; readonly reason: string }
  | { readonly verdict: 'wait'; readonly reason: string }
  | { readonly verdict: 'forbid'; readonly reason: string };

type Check = (input: GuardInput) => GuardVerdict | null;

/** The whole policy before a restart, in order: the first objection counts. */
const CHECKS: readonly Check[] = [knownTarget, neverTouched, triesLeft, notLocked, cooledDown, withinHour, withinRun];

export function guardRestart(input: GuardInput): GuardVerdict {
  for (const check of CHECKS) {
    const objection = check(input);
    if (objection !== null) return objection;
  }
  return { verdict: 'allow', reason: `no lock, ${input.incident.attempts.length} of ${input.attempts_allowed} tries used, budget left` };
}

function knownTarget(input: GuardInput): GuardVerdict | null {
  if (configuredEntry(input.services, input.target) === null) return { verdict: 'forbid', reason: `${input.target} is not a configured service` };
  return input.container === null ? { verdict: 'forbid', reason: `${input.target} has no container that Atlas may restart` } : null;
}

function neverTouched(input: GuardInput): GuardVerdict | null {
  const rule = input.never.find((pattern) => matchesGlob(pattern, input.container ?? ''));
  return rule === undefined ? null : { verdict: 'forbid', reason: `policy never restarts ${rule}` };
}

function triesLeft(input: GuardInput): GuardVerdict | null {
  const used = input.incident.attempts.filter((attempt) => attempt.result !== 'refused').length;
  return used < input.attempts_allowed ? null : { verdict: 'forbid', reason: `${used} tries did not help` };
}

function notLocked(input: GuardInput): GuardVerdict | null {
  if (input.blocking === null) return null;
  const until = input.blocking.until === null ? '' : ` until ${input.blocking.until}`;
  return { verdict: 'wait', reason: `lock ${input.blocking.name} by ${input.blocking.locked_by}${until}: ${input.blocking.reason}` };
}

function cooledDown(input: GuardInput): GuardVerdict | null {
  if (input.last_restart_ms === null) return null;
  const left_ms = input.last_restart_ms + input.cooldown_s * 1000 - input.now_ms;
  return left_ms <= 0 ? null : { verdict: 'wait', reason: `${input.container ?? ''} was restarted lately` };
}

function withinHour(input: GuardInput): GuardVerdict | null {
  return input.restarts_last_hour < input.max_per_hour ? null : { verdict: 'wait', reason: `${input.restarts_last_hour} restarts in the last hour` };
}

function withinRun(input: GuardInput): GuardVerdict | null {
  return input.actions_this_run < input.max_actions_per_run ? null : { verdict: 'wait', reason: `${input.actions_this_run} actions in this run already` };
}

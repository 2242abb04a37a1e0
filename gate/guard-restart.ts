import { matchesGlob } from '../core/catalog.ts';
import type { EffectRow } from '../core/effect.ts';
import type { ErrorCode } from '../core/error.ts';
import type { JsonValue } from '../core/event.ts';
import type { LedgerView } from '../core/ledger-view.ts';
import type { GatePolicy } from './policy.ts';

/** Why a restart may not be attempted now (`not_before`) or ever (`not_before` null). */
export interface RestartRefusal {
  readonly error_code: ErrorCode;
  readonly reason: string;
  readonly not_before_ms: number | null;
}

const HOUR_MS = 3_600_000;

/** The names under which the target is known: `container`, `service` and `name` of the effect's input. */
export function restartTargets(input: JsonValue): readonly string[] {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return [];
  return Object.entries(input).flatMap(([key, value]) => ((key === 'container' || key === 'service' || key === 'name') && typeof value === 'string' ? [value] : []));
}

/**
 * The policy's own rules for restarts, counted from the ledger inside the transaction of the attempt: never these, not while a lease forbids
 * it, not so soon after the last one of the same target, not so many in an hour (of all targets together).
 */
export function guardRestart(view: LedgerView, policy: GatePolicy['restart'], wish: EffectRow, now_ms: number): RestartRefusal | null {
  const targets = restartTargets(wish.input);
  if (targets.length === 0) return { error_code: 'VALIDATION_ERROR', reason: 'a restart must name its container or service', not_before_ms: null };
  const never = targets.find((target) => policy.never.some((pattern) => matchesGlob(pattern, target)));
  if (never !== undefined) return { error_code: 'AUTHZ_DENIED', reason: `the policy never restarts ${never}`, not_before_ms: null };
  const lease = view.list('lease', ['active']).find(({ blocks }) => blocks.includes('auto_restart'));
  if (lease !== undefined) return { error_code: 'LOCKED', reason: `locked: ${lease.name}`, not_before_ms: now_ms };

  const restarts = restartsSince(view, now_ms - Math.max(HOUR_MS, policy.cooldown_s * 1_000), wish.key);
  const ofTarget = restarts.filter((restart) => restart.targets.some((target) => targets.includes(target)));
  const last_ms = Math.max(...ofTarget.map((restart) => restart.at_ms));
  if (last_ms + policy.cooldown_s * 1_000 > now_ms) {
    return { error_code: 'RATE_LIMIT', reason: 'restart_cooldown', not_before_ms: last_ms + policy.cooldown_s * 1_000 };
  }
  const inHour = restarts.filter((restart) => restart.at_ms > now_ms - HOUR_MS);
  if (inHour.length >= policy.max_per_hour) {
    const oldest_ms = Math.min(...inHour.map((restart) => restart.at_ms));
    return { error_code: 'BUDGET_EXCEEDED', reason: 'restarts_per_hour', not_before_ms: oldest_ms + HOUR_MS };
  }
  return null;
}

interface Restart {
  readonly at_ms: number;
  readonly targets: readonly string[];
}

/** Restarts that happened or may have, each at its last attempt. One that was certainly refused is none. */
function restartsSince(view: LedgerView, since_ms: number, but_key: string): readonly Restart[] {
  const byKey = new Map<string, Restart>();
  for (const event of view.events({ attempted_tool: 'docker.restart', since: new Date(since_ms).toISOString() })) {
    const key = event.data['key'];
    const row = typeof key === 'string' ? view.get('effect', key) : null;
    if (row === null || row.key === but_key || row.status === 'intended' || row.status === 'refused') continue;
    byKey.set(row.key, { at_ms: Date.parse(event.at), targets: restartTargets(row.input) });
  }
  return [...byKey.values()];
}

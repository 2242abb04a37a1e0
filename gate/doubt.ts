import type { EffectRow } from '../core/effect.ts';
import type { JsonValue } from '../core/event.ts';
import type { EffectSpec } from '../core/gate-port.ts';
import type { Clock } from '../core/ports.ts';
import { isRepeatable, type GatePolicy } from './policy.ts';

/** From when on a lookup's "not there" counts, for attempts of unknown outcome. */
export interface Doubts {
  /** Epoch ms. To be recorded with the ambiguous outcome, so that every process keeps to it. */
  begin(row: EffectRow, end_ms: number): void;
  isOver(row: EffectRow): boolean;
}

/**
 * Until when (epoch ms) "not there" proves nothing. The attempt itself may still be under way over there for as long as it was allowed to
 * take: a container that is being stopped shows its old start time, so even an inspect can't be believed before. A search, besides,
 * shows what was made only after the index lag. What may be repeated needs no such patience.
 */
export function doubtEnds_ms<T extends JsonValue>(spec: EffectSpec<T>, policy: GatePolicy['effects'], attempted_at: string | null, now_ms: number): number {
  if (isRepeatable(spec.tool)) return now_ms;
  const timeout_ms = spec.timeout_ms ?? policy.timeout_s * 1_000;
  // A clock that was set back must not make us wait for a time far ahead.
  const begin_ms = Math.min(now_ms, attempted_at === null ? now_ms : Date.parse(attempted_at));
  if (spec.absent_is_certain === true) return begin_ms + timeout_ms;
  return Math.min(now_ms, begin_ms + timeout_ms) + policy.jira_index_lag_s * 1_000;
}

export function createDoubts(clock: Clock): Doubts {
  // The process that saw the doubt begin measures it on the clock that never jumps.
  const ends = new Map<string, { readonly attempts: number; readonly monotonic_ms: number }>();
  return {
    begin(row, end_ms) {
      ends.set(row.key, { attempts: row.attempts, monotonic_ms: clock.monotonic_ms() + (end_ms - clock.now()) });
    },
    isOver(row) {
      const known = ends.get(row.key);
      if (known !== undefined && known.attempts === row.attempts) return clock.monotonic_ms() >= known.monotonic_ms;
      return row.not_before === null || clock.now() >= Date.parse(row.not_before);
    },
  };
}

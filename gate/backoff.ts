import type { AtlasError } from '../core/error.ts';
import type { GatePolicy } from './policy.ts';

/**
 * How long to wait after attempt number `attempt` failed, in milliseconds: what the other side asked for (never less), else doubling
 * from `retry_first_s` to `retry_max_s`. `random` (0..1) spreads it, so that several who failed together don't come back together.
 */
export function retryDelay_ms(error: AtlasError, attempt: number, effects: GatePolicy['effects'], random: number): number {
  const asked = error.details['retry_after_ms'];
  if (typeof asked === 'number' && Number.isFinite(asked) && asked >= 0) return asked * (1 + 0.1 * random);
  const doubled = effects.retry_first_s * 2 ** Math.min(30, attempt - 1);
  return Math.min(effects.retry_max_s, doubled) * 1_000 * (0.75 + 0.25 * random);
}

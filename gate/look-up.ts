import type { EffectRow } from '../core/effect.ts';
import type { JsonValue } from '../core/event.ts';
import type { EffectSpec } from '../core/gate-port.ts';
import type { Breakers } from './breaker.ts';
import { withDeadline } from './deadline.ts';
import type { GateOptions } from './gate-options.ts';
import { blamesUpstream, mapError } from './map-error.ts';
import { systemOf } from './policy.ts';

export type Found<T> =
  | { readonly status: 'found'; readonly result: T }
  | { readonly status: 'absent' }
  | { readonly status: 'unknown'; readonly reason: 'circuit_open' | 'lookup_failed' };

/** Asks the outside whether an attempt of unknown outcome happened. Never throws: what could not be asked stays unknown. */
export async function lookUp<T extends JsonValue>(options: GateOptions, breakers: Breakers, spec: EffectSpec<T>, row: EffectRow, trace_id: string): Promise<Found<T>> {
  const { policy, log } = options;
  const entry = breakers.enter(systemOf(spec.tool));
  if (entry.open) return { status: 'unknown', reason: 'circuit_open' };
  try {
    const result = await withDeadline(policy.effects.timeout_s * 1_000, `${spec.tool} lookup`, async () => (await spec.lookup?.(row)) ?? null);
    entry.passage.succeeded();
    return result === null ? { status: 'absent' } : { status: 'found', result };
  } catch (thrown) {
    const error = mapError(thrown, trace_id);
    if (blamesUpstream(error)) entry.passage.failed();
    else entry.passage.succeeded();
    log.warn('a lookup failed', { tool: spec.tool, key: spec.key, trace_id, error_code: error.error_code, error: error.message });
    return { status: 'unknown', reason: 'lookup_failed' };
  }
}

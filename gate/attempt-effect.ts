import { randomInt } from 'node:crypto';
import type { EffectRow } from '../core/effect.ts';
import { AtlasError, type ErrorCode } from '../core/error.ts';
import type { JsonValue } from '../core/event.ts';
import type { EffectOutcome, EffectSpec } from '../core/gate-port.ts';
import type { LedgerView } from '../core/ledger-view.ts';
import { retryDelay_ms } from './backoff.ts';
import type { Passage } from './breaker.ts';
import { withDeadline } from './deadline.ts';
import { doubtEnds_ms, type Doubts } from './doubt.ts';
import type { EffectParts } from './effect-parts.ts';
import type { GateOptions } from './gate-options.ts';
import { guardRestart } from './guard-restart.ts';
import { blamesUpstream, mapError } from './map-error.ts';
import type { Outbox } from './outbox.ts';
import { attemptsFor, systemOf } from './policy.ts';
import { effectRoom } from './rate-limits.ts';

export interface AttemptParts extends EffectParts {
  readonly doubts: Doubts;
  readonly outbox: Outbox;
}

/** Why an attempt may not begin. Without `not_before_ms` it never may. */
interface Refusal {
  readonly error_code: ErrorCode;
  readonly reason: string;
  readonly not_before_ms: number | null;
}

/**
 * One attempt: the guards, `effect.attempted` on disk, then the outside, then what became of it.
 * `look_again`: the row is no more as it was seen, or the outcome is unknown and wants a lookup.
 */
export async function attemptEffect<T extends JsonValue>(
  options: GateOptions,
  parts: AttemptParts,
  spec: EffectSpec<T>,
  seen: EffectRow,
  trace_id: string,
): Promise<EffectOutcome<T> | 'look_again'> {
  const { clock, policy, holder, locks } = options;
  const { outbox } = parts;

  if (spec.tool === 'docker.restart') {
    const lock = await locks.blocking('auto_restart');
    if (lock !== null) return refuse(options, parts, spec, seen, { error_code: 'LOCKED', reason: `locked: ${lock.name}`, not_before_ms: clock.now() });
  }
  const entry = parts.breakers.enter(systemOf(spec.tool));
  if (entry.open) {
    return refuse(options, parts, spec, seen, { error_code: 'CIRCUIT_OPEN', reason: 'circuit_open', not_before_ms: clock.now() + entry.retry_in_ms });
  }
  const attempt = seen.attempts + 1;
  let begun: Awaited<ReturnType<typeof begin>>;
  try {
    begun = await begin();
  } catch (error) {
    entry.passage.unused();
    throw error;
  }
  if (begun !== 'attempted') {
    entry.passage.unused();
    return begun === 'changed' ? 'look_again' : refuse(options, parts, spec, seen, begun.refusal);
  }
  options.failpoint?.('effect.after_attempted');
  const under: EffectRow = { ...seen, status: 'attempted', attempts: attempt, holder, attempted_at: new Date(clock.now()).toISOString() };
  return perform(options, parts, spec, under, entry.passage, trace_id);

  function begin(): Promise<'attempted' | 'changed' | { readonly refusal: Refusal }> {
    return outbox.attempt<Refusal>(seen, attempt, (view) => mayBegin(view));
  }

  /** What must hold at the very instant of the attempt, so that two processes can't both slip through. */
  function mayBegin(view: LedgerView): Refusal | null {
    const now_ms = clock.now();
    const room_ms = effectRoom(view, policy.rate_limits, spec.tool, now_ms);
    if (room_ms !== null) return { error_code: 'RATE_LIMIT', reason: 'rate_limit', not_before_ms: room_ms };
    // The first wish's input counts: it is what the restart budget was counted from.
    return spec.tool === 'docker.restart' ? guardRestart(view, policy.restart, seen, now_ms) : null;
  }
}

async function perform<T extends JsonValue>(
  options: GateOptions,
  { outbox, doubts }: AttemptParts,
  spec: EffectSpec<T>,
  under: EffectRow,
  passage: Passage,
  trace_id: string,
): Promise<EffectOutcome<T> | 'look_again'> {
  const { clock, policy, log, failpoint } = options;
  let result: T;
  try {
    result = await withDeadline(spec.timeout_ms ?? policy.effects.timeout_s * 1_000, spec.tool, (signal) => spec.perform(under.attempts, signal));
  } catch (thrown) {
    const error = mapError(thrown, trace_id);
    if (blamesUpstream(error)) passage.failed();
    else passage.succeeded();
    log.warn('an effect failed', { tool: spec.tool, key: spec.key, attempt: under.attempts, trace_id, error_code: error.error_code, error: error.message, certainty: error.certainty });
    return recordFailure(error);
  }
  failpoint?.('effect.after_perform');
  passage.succeeded();
  const fresh = await outbox.done(result, spec.on_done?.(result) ?? []);
  failpoint?.('effect.after_done');
  return { status: 'done', result, fresh };

  async function recordFailure(error: AtlasError): Promise<EffectOutcome<T> | 'look_again'> {
    const retry_ms = clock.now() + retryDelay_ms(error, under.attempts, policy.effects, (options.random ?? anyRatio)());
    if (error.certainty === 'ambiguous') {
      const end_ms = spec.lookup === undefined ? retry_ms : doubtEnds_ms(spec, policy.effects, under.attempted_at, clock.now());
      await outbox.ambiguous(under, error, new Date(end_ms).toISOString());
      doubts.begin({ ...under, status: 'ambiguous' }, end_ms);
      return 'look_again';
    }
    // "Not so fast" is no failure of ours to give up on: the other side says when it will listen.
    const spent = under.attempts >= attemptsFor(spec.tool, policy.effects.max_attempts) && error.error_code !== 'RATE_LIMIT';
    if (error.retryable && !spent) {
      const not_before = new Date(retry_ms).toISOString();
      await outbox.postponed(under, error, not_before);
      return { status: 'pending', reason: error.error_code === 'RATE_LIMIT' ? 'rate_limited_upstream' : 'backoff', not_before };
    }
    await outbox.refused(under, error);
    return { status: 'refused', error: error.toJSON() };
  }
}

function anyRatio(): number {
  return randomInt(1_000_001) / 1_000_000;
}

async function refuse<T extends JsonValue>(
  { log }: GateOptions,
  { outbox, refusals }: AttemptParts,
  spec: EffectSpec<T>,
  seen: EffectRow,
  { error_code, reason, not_before_ms }: Refusal,
): Promise<EffectOutcome<T>> {
  log.info('an effect may not begin', { tool: spec.tool, key: spec.key, reason });
  await refusals.effect(spec.tool, spec.key, spec.incident_id, error_code, reason);
  if (not_before_ms === null) {
    const error = new AtlasError(error_code, reason);
    await outbox.refused(seen, error);
    return { status: 'refused', error: error.toJSON() };
  }
  return { status: 'pending', reason, not_before: new Date(not_before_ms).toISOString() };
}

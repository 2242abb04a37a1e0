import type { EffectRow } from '../core/effect.ts';
import { AtlasError, isErrorCode } from '../core/error.ts';
import type { JsonValue } from '../core/event.ts';
import type { EffectOutcome, EffectSpec } from '../core/gate-port.ts';
import { attemptEffect } from './attempt-effect.ts';
import { decideEffect } from './decide-effect.ts';
import { createDoubts, doubtEnds_ms } from './doubt.ts';
import type { EffectParts } from './effect-parts.ts';
import type { GateOptions } from './gate-options.ts';
import { lookUp } from './look-up.ts';
import { createOutbox } from './outbox.ts';
import { attemptsFor, isRepeatable } from './policy.ts';

// The longest way through one call: intended, attempted, its outcome unknown, looked up.
const MOST_ROUNDS = 6;
// Keys name rows and events: what text cleaning would change could not be found again.
const KEY = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,300}$/u;

/** Brings one effect as far as it goes now, by the outbox's protocol. `fresh` in a done outcome: it became known in this very call. */
export function createEffectRunner(options: GateOptions, parts: EffectParts) {
  const { agent, holder, clock, policy, tools, isAlive } = options;
  const underWay = new Set<string>();
  const doubts = createDoubts(clock);
  const dryRun = options.dryRun || policy.dry_run;

  async function run<T extends JsonValue>(spec: EffectSpec<T>, trace_id: string): Promise<EffectOutcome<T>> {
    const outbox = createOutbox(options, spec);
    let lookedUp = false;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const row = await outbox.read();
      const step = decideEffect({
        row,
        now_ms: clock.now(),
        holder: row?.holder != null && row.holder.instance !== holder.instance && isAlive(row.holder) ? 'alive_elsewhere' : 'lost',
        has_lookup: spec.lookup !== undefined,
        absence_counts: row !== null && doubts.isOver(row),
        max_attempts: attemptsFor(spec.tool, policy.effects.max_attempts),
      });
      if (row === null || step.step === 'perform') {
        if (dryRun) return sayOnly(spec, row, outbox.dryRun);
        if (row === null || row.status === 'dry_run') {
          await outbox.intend();
          options.failpoint?.('effect.after_intended');
          continue;
        }
        const outcome = await attemptEffect(options, { ...parts, doubts, outbox }, spec, row, trace_id);
        if (outcome === 'look_again') continue;
        return outcome;
      }
      switch (step.step) {
        case 'return_done':
          // Stored by an earlier call for the same key, so it has this wish's type.
          return { status: 'done', result: row.result as T, fresh: false };
        case 'return_refused':
          return refusedBefore(row);
        case 'wait':
          return { status: 'pending', reason: step.reason, not_before: step.not_before };
        case 'give_up':
          await outbox.refused(row, gaveUp(row));
          continue;
        case 'mark_ambiguous': {
          const end_ms = spec.lookup === undefined ? clock.now() : doubtEnds_ms(spec, policy.effects, row.attempted_at, clock.now());
          await outbox.ambiguous(row, { error_code: 'INTERNAL_ERROR', message: 'the process ended before the outcome was recorded' }, iso(end_ms));
          doubts.begin({ ...row, status: 'ambiguous' }, end_ms);
          continue;
        }
        case 'lookup': {
          if (lookedUp) return { status: 'pending', reason: 'outcome_unknown', not_before: row.not_before };
          lookedUp = true;
          const found = await lookUp(options, parts.breakers, spec, row, trace_id);
          if (found.status === 'unknown') return { status: 'pending', reason: found.reason, not_before: null };
          if (found.status === 'found') {
            const fresh = await outbox.done(found.result, spec.on_done?.(found.result) ?? []);
            return { status: 'done', result: found.result, fresh };
          }
          if (step.if_absent === 'wait') return { status: 'pending', reason: 'outcome_unknown', not_before: row.not_before };
          if (step.if_absent === 'give_up') {
            await outbox.refused(row, gaveUp(row));
            continue;
          }
          if (dryRun) return sayOnly(spec, row, outbox.dryRun);
          const outcome = await attemptEffect(options, { ...parts, doubts, outbox }, spec, row, trace_id);
          if (outcome === 'look_again') continue;
          return outcome;
        }
      }
    }
    return { status: 'pending', reason: 'busy', not_before: null };
  }

  return async function runEffect<T extends JsonValue>(spec: EffectSpec<T>, trace_id: string): Promise<EffectOutcome<T>> {
    if (!KEY.test(spec.key)) throw new AtlasError('VALIDATION_ERROR', 'an effect key is 1 to 300 visible characters', { trace_id });
    if (spec.lookup === undefined && !isRepeatable(spec.tool)) {
      throw new AtlasError('VALIDATION_ERROR', `${spec.tool} needs a lookup: a second time would change something more`, { trace_id });
    }
    if (!tools.includes(spec.tool)) {
      const error = new AtlasError('AUTHZ_DENIED', `${agent} may not use ${spec.tool}`, { trace_id });
      await parts.refusals.effect(spec.tool, spec.key, spec.incident_id, error.error_code, 'not_allowed');
      return { status: 'refused', error: error.toJSON() };
    }
    if (underWay.has(spec.key)) return { status: 'pending', reason: 'under_way', not_before: null };
    underWay.add(spec.key);
    try {
      return await run(spec, trace_id);
    } finally {
      underWay.delete(spec.key);
    }
  };
}

async function sayOnly<T extends JsonValue>(spec: EffectSpec<T>, row: EffectRow | null, record: (text: string) => Promise<void>): Promise<EffectOutcome<T>> {
  const text = `would do ${spec.tool} ${JSON.stringify(spec.input).slice(0, 500)}`;
  if (row === null) await record(text);
  return { status: 'dry_run', text };
}

function refusedBefore<T>(row: EffectRow): EffectOutcome<T> {
  const message = row.error?.message ?? 'refused';
  const code = row.error?.error_code;
  return { status: 'refused', error: new AtlasError(isErrorCode(code) ? code : 'INTERNAL_ERROR', message).toJSON() };
}

function gaveUp(row: EffectRow): AtlasError {
  const code = row.error?.error_code;
  return new AtlasError(isErrorCode(code) ? code : 'UPSTREAM_ERROR', `given up after ${row.attempts} attempts: ${row.error?.message ?? 'no answer'}`);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

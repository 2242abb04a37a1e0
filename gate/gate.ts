import { randomUUID } from 'node:crypto';
import { storyEvent } from '../core/event-data.ts';
import type { Gate } from '../core/gate-port.ts';
import { createBreakers } from './breaker.ts';
import type { GateOptions } from './gate-options.ts';
import { createReadLimits } from './rate-limits.ts';
import { createRefusals } from './refusals.ts';
import { runCall } from './run-call.ts';
import { createEffectRunner } from './run-effect.ts';

/** The one way out for one agent's process: every question and every effect goes through it, and the ledger keeps what became of it. */
export function createGate(options: GateOptions): Gate {
  const { agent, ledger, clock, log, policy } = options;
  const newTraceId = options.newTraceId ?? randomUUID;
  const breakers = createBreakers(policy.breaker, () => clock.monotonic_ms(), (system, state) => {
    log.warn(`circuit breaker ${state}`, { system });
    ledger.append([storyEvent(`breaker.${state}`, agent, null, { system })]).catch((error: unknown) => {
      log.error('a breaker event could not be recorded', { system, error: String(error) });
    });
  });
  const limits = createReadLimits(policy.rate_limits, () => clock.monotonic_ms());
  const refusals = createRefusals({ agent, ledger, clock, log });
  const runEffect = createEffectRunner(options, { breakers, refusals });

  return {
    call: (spec) => runCall(options, { breakers, limits, refusals }, spec, newTraceId()),
    effect: (spec) => runEffect(spec, newTraceId()),
  };
}

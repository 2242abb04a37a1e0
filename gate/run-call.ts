import { AtlasError } from '../core/error.ts';
import type { CallSpec } from '../core/gate-port.ts';
import type { Breakers } from './breaker.ts';
import { withDeadline } from './deadline.ts';
import type { GateOptions } from './gate-options.ts';
import { blamesUpstream, mapError } from './map-error.ts';
import { systemOf } from './policy.ts';
import type { ReadLimits } from './rate-limits.ts';
import type { Refusals } from './refusals.ts';

export interface CallParts {
  readonly breakers: Breakers;
  readonly limits: ReadLimits;
  readonly refusals: Refusals;
}

/** One question through the gate: allow-list, rate limit, circuit breaker, deadline. Throws AtlasError only. */
export async function runCall<T>(options: GateOptions, parts: CallParts, spec: CallSpec<T>, trace_id: string): Promise<T> {
  const { agent, policy, tools, log, clock } = options;
  const { tool } = spec;

  async function refuse(error: AtlasError): Promise<never> {
    await parts.refusals.call(tool, spec.incident_id ?? null, error);
    throw error;
  }

  if (!tools.includes(tool)) return refuse(new AtlasError('AUTHZ_DENIED', `${agent} may not use ${tool}`, { trace_id }));
  const wait_ms = parts.limits.take(tool);
  if (wait_ms !== null) {
    return refuse(new AtlasError('RATE_LIMIT', `our own limit for ${tool} is reached`, { retryable: true, details: { retry_after_ms: wait_ms }, trace_id }));
  }
  const entry = parts.breakers.enter(systemOf(tool));
  if (entry.open) {
    const details = { retry_after_ms: entry.retry_in_ms };
    return refuse(new AtlasError('CIRCUIT_OPEN', `${systemOf(tool)} failed too often in a row`, { retryable: true, details, trace_id }));
  }
  const started_ms = clock.monotonic_ms();
  try {
    const answer = await withDeadline(spec.timeout_ms ?? policy.effects.timeout_s * 1_000, tool, (signal) => spec.run(signal));
    entry.passage.succeeded();
    return answer;
  } catch (thrown) {
    const error = mapError(thrown, trace_id);
    if (blamesUpstream(error)) entry.passage.failed();
    else entry.passage.succeeded();
    log.warn('a call failed', { tool, trace_id, error_code: error.error_code, error: error.message, took_ms: Math.round(clock.monotonic_ms() - started_ms) });
    throw error;
  }
}

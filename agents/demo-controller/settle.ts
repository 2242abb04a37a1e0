import type { JsonValue } from '../../core/event.ts';
import type { EffectSpec } from '../../core/gate-port.ts';
import type { AgentContext } from '../frame/agent-context.ts';

/** An effect that the next phase builds on: not done means that the phase is tried again. A dry run counts as done. */
export async function settle(context: AgentContext, spec: EffectSpec<JsonValue>): Promise<void> {
  const outcome = await context.gate.effect(spec);
  if (outcome.status === 'pending') throw new Error(`${spec.tool} waits: ${outcome.reason}`);
  if (outcome.status === 'refused') throw new Error(`${spec.tool} was refused: ${outcome.error.message}`);
}

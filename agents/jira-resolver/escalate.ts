import { newEvent } from '../../core/event-data.ts';
import type { Incident } from '../../core/incident.ts';
import { nextEscalation } from '../../core/repair/escalate.ts';
import type { AgentContext } from '../frame/agent-context.ts';

/** Calls the next level when a time is over. Repairing goes on meanwhile, unless it was given up already. */
export async function escalate(context: AgentContext, incident: Incident): Promise<void> {
  const step = nextEscalation(incident, context.settings.escalation.levels, context.clock.now());
  if (step === null) return;
  await context.ledger.append([newEvent('incident.escalated', context.name, incident.id, { ...step, handed_over: incident.status === 'escalated' })]);
}

import { callPeople, refreshMessage } from '../../core/effects/incident-chat.ts';
import { commentTicket, moveTicket, prioritiseTicket } from '../../core/effects/incident-ticket.ts';
import type { EffectSpec } from '../../core/gate-port.ts';
import type { JsonValue } from '../../core/event.ts';
import type { Incident } from '../../core/incident.ts';
import type { AgentContext } from '../frame/agent-context.ts';

/**
 * Brings the ticket and the message to where the incident is: state, comments, priority, the call to people. Asked before and
 * after every step; what is done already costs a look into the ledger.
 */
export async function performDuties(context: AgentContext, incident: Incident): Promise<void> {
  const wishes: readonly (EffectSpec<JsonValue> | null)[] = [
    moveTicket(incident, context.effects),
    ...commentTicket(incident, context.effects),
    prioritiseTicket(incident, context.effects),
    callPeople(incident, context.effects),
    refreshMessage(incident, context.effects, context.name),
  ];
  for (const wish of wishes) {
    if (wish === null) continue;
    const outcome = await context.gate.effect(wish);
    if (outcome.status === 'refused') context.log.error('refused', { tool: wish.tool, incident: incident.id, error: outcome.error.message });
  }
}

import { announceIncident, refreshMessage } from '../../core/effects/incident-chat.ts';
import { createTicket } from '../../core/effects/incident-ticket.ts';
import type { Incident } from '../../core/incident.ts';
import { isAtLeast } from '../../core/severity.ts';
import type { AgentContext } from '../frame/agent-context.ts';
import { mayAnnounce } from './alert-storm.ts';

/**
 * What every incident wants done outside by the monitor: its ticket, its message, the message kept true. Asked in every
 * round for every incident, so whatever a crash, a limit or an outage left undone is done then; the outbox sees to once.
 */
export async function performDuties(context: AgentContext): Promise<void> {
  for (const incident of await wantingAttention(context)) {
    await perform(context, createTicket(incident, context.effects));
    if (await mayAnnounce(context, incident)) await perform(context, announceIncident(incident, context.effects));
    const now = (await context.ledger.get('incident', incident.id)) ?? incident;
    await perform(context, refreshMessage(now, context.effects, context.name));
  }
}

async function wantingAttention(context: AgentContext): Promise<readonly Incident[]> {
  const { notify_from } = context.settings.alerting;
  const rehearsed = await validatedLocks(context);
  const incidents = await context.ledger.list('incident', ['open', 'reopened', 'resolving', 'escalated', 'resolved']);
  return incidents.filter((incident) => {
    if (!isAtLeast(incident.severity, notify_from)) return false;
    if (incident.informational) return incident.ticket === null && incident.status !== 'resolved' && rehearsed;
    return incident.status !== 'resolved' || !isSettled(incident);
  });
}

/** Under a load test a ticket is opened only when the scenario says that it wants to rehearse that. */
async function validatedLocks(context: AgentContext): Promise<boolean> {
  const runs = await context.ledger.list('scenario_run', ['started', 'loading', 'settling']);
  return runs.some((run) => run.lock !== null && context.settings.scenarios[run.scenario]?.validate === true);
}

/** A resolved incident whose ticket and message exist; edits of it are the resolver's. */
function isSettled(incident: Incident): boolean {
  return incident.ticket !== null && incident.message !== null;
}

async function perform(context: AgentContext, effect: Parameters<AgentContext['gate']['effect']>[0] | null): Promise<void> {
  if (effect === null) return;
  const outcome = await context.gate.effect(effect);
  if (outcome.status === 'refused') context.log.error('refused', { tool: effect.tool, incident: effect.incident_id, error: outcome.error.message });
  if (outcome.status === 'pending') context.log.debug('pending', { tool: effect.tool, incident: effect.incident_id, reason: outcome.reason });
}

import { newEvent } from '../../core/event-data.ts';
import { isUnfinished } from '../../core/incident.ts';
import type { AgentContext } from '../frame/agent-context.ts';

/**
 * People may close a ticket by hand: then the incident is theirs, and over. The search for unfinished tickets may lag, so a
 * ticket that it does not show is looked at itself before anything is concluded. One that we closed ourselves, of an incident that is
 * open again, is not theirs.
 */
export async function closedByPeople(context: AgentContext): Promise<void> {
  const watched = (await context.ledger.list('incident')).filter((incident) => isUnfinished(incident) && incident.ticket !== null && incident.ticket_state !== 'done');
  if (watched.length === 0) return;
  try {
    const unfinished = new Set((await context.gate.call({ tool: 'jira.search', run: () => context.tickets.unfinished() })).map((ticket) => ticket.key));
    for (const incident of watched) {
      const key = incident.ticket?.key ?? '';
      if (unfinished.has(key)) continue;
      const ticket = await context.gate.call({ tool: 'jira.get', incident_id: incident.id, run: () => context.tickets.get(key) });
      if (ticket.state !== 'done') continue;
      await context.ledger.append([
        newEvent('ticket.moved', context.name, incident.id, { key, state: 'done' }),
        newEvent('incident.resolved', context.name, incident.id, { resolution: 'by_people', reason: `${key} was closed by hand` }),
      ]);
    }
  } catch (thrown) {
    context.log.warn('tickets could not be read', { error: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

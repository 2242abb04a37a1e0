import type { Incident } from '../incident.ts';
import type { TicketState } from '../ticket.ts';

/**
 * Where the ticket of an incident belongs: To Do → In Progress (diagnosis began) → In Review (acted, being verified) → Done, or
 * back to In Progress after a failed try and to To Do when people must take over.
 */
export function desiredTicketState(incident: Incident): TicketState {
  if (incident.status === 'resolved') return 'done';
  if (incident.status === 'escalated') return 'todo';
  const last = incident.attempts.at(-1);
  if (last?.result === 'acted' || last?.result === 'verified') return 'in_review';
  return incident.diagnosis === null && last === undefined ? 'todo' : 'in_progress';
}

/**
 * Names one passage of the ticket through a state, so that each is made once and a second round is another passage. The state
 * alone does not tell: after a failed try it is In Progress as before it, and a re-opened incident that goes to people is To Do twice.
 */
export function ticketPassage(incident: Incident): string {
  const last = incident.attempts.at(-1)?.result ?? 'untried';
  return [desiredTicketState(incident), incident.status, incident.attempts.length, last, incident.reopened].join('.');
}

import { PRIORITY_OF_SEVERITY } from '../catalog.ts';
import { isUnfinished, type Incident } from '../incident.ts';
import type { Messages } from '../messages/messages.ts';
import { raisePriority } from '../ticket.ts';
import type { Report } from './report.ts';

/** Tickets that rest in a state too long: why, what comes next, and the priority that they ought to have. */
export function stuckReport(incidents: readonly Incident[], now_ms: number, stuck_after_s: number, messages: Messages): Report | null {
  const stuck = incidents.filter((incident) => !incident.informational && isUnfinished(incident) && now_ms - Date.parse(incident.updated_at) > stuck_after_s * 1000);
  if (stuck.length === 0) return null;
  return {
    title: `${messages.report.stuck} (${stuck.length})`,
    facts: [],
    sections: [{ heading: messages.report.stuck, lines: stuck.map(stuckLine) }],
  };
}

function stuckLine(incident: Incident): string {
  const where = incident.ticket === null ? 'no ticket yet' : `${incident.ticket.key} in ${incident.ticket_state ?? 'an unknown state'}`;
  const priority = raisePriority(incident.ticket_priority ?? PRIORITY_OF_SEVERITY[incident.severity]);
  return `${incident.id} ${incident.service}: ${where} since ${incident.updated_at}. ${whyStuck(incident)} Proposed priority: ${priority}.`;
}

function whyStuck(incident: Incident): string {
  if (incident.status === 'escalated') return incident.acknowledged === null ? 'Handed to people, nobody has acknowledged it: atlas ack.' : `${incident.acknowledged.by} has it.`;
  if (incident.diagnosis === null) return 'Not diagnosed yet: is the resolver running?';
  const last = incident.attempts.at(-1);
  return last?.result === 'pending' ? 'A repair is planned and waits: a lock, a limit or the engine.' : 'Waiting for its next step.';
}

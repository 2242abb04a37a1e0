import { z } from 'zod';
import { PRIORITY_OF_SEVERITY } from '../catalog.ts';
import { effectKey } from '../digest.ts';
import type { JsonValue } from '../event.ts';
import { newEvent } from '../event-data.ts';
import type { EffectSpec } from '../gate-port.ts';
import type { Incident } from '../incident.ts';
import { desiredTicketState, ticketPassage } from '../repair/ticket-state.ts';
import { ticketComments } from '../render/ticket-comments.ts';
import { ticketDraft } from '../render/ticket-draft.ts';
import { raisePriority, TICKET_PRIORITIES, type TicketPriority, type TicketRef } from '../ticket.ts';
import type { EffectContext } from './effect-context.ts';

const wishedPriority = z.object({ priority: z.enum(TICKET_PRIORITIES).optional() }).catch({});

/** `atlas-` and twelve digits of the effect's key: how a ticket is found again when the answer to its creation was lost. */
export function ticketLabel(deployment: string, incident_id: string): string {
  return `atlas-${effectKey(deployment, incident_id, 'jira.create').slice(0, 12)}`;
}

/** The one ticket of an incident; null when it has one. */
export function createTicket(incident: Incident, context: EffectContext): EffectSpec<JsonValue> | null {
  if (incident.ticket !== null) return null;
  const label = ticketLabel(context.deployment, incident.id);
  const key = effectKey(context.deployment, incident.id, 'jira.create');
  const labels = ['auto-detected', 'ops-monitor', label, ...(incident.informational ? ['load-test'] : [])];
  const draft = ticketDraft(incident, context.render, labels, key);
  const result = (ref: TicketRef, priority: TicketPriority): JsonValue => ({ ref: { id: ref.id, key: ref.key }, priority });
  return {
    key,
    tool: 'jira.create',
    incident_id: incident.id,
    input: { summary: draft.summary, label, priority: draft.priority },
    perform: async () => result(await context.tickets.create(draft), draft.priority),
    // The incident may have grown worse since: the ticket has the priority that it was made with.
    lookup: async (row) => {
      const [first] = await context.tickets.findByLabel(label);
      return first === undefined ? null : result(first, wishedPriority.parse(row.input).priority ?? draft.priority);
    },
  };
}

/** Every comment that the ticket still lacks; the gate skips those that are there. */
export function commentTicket(incident: Incident, context: EffectContext): readonly EffectSpec<JsonValue>[] {
  const { ticket } = incident;
  if (ticket === null) return [];
  return ticketComments(incident, context.render).map((comment) => {
    const marker = `${incident.id}/${comment.name}`;
    return {
      key: effectKey(context.deployment, incident.id, 'jira.comment', comment.name),
      tool: 'jira.comment' as const,
      incident_id: incident.id,
      input: { ticket: ticket.key, comment: comment.name },
      perform: async () => {
        await context.tickets.comment(ticket.key, comment.body, marker);
        return null;
      },
      lookup: async () => ((await context.tickets.hasComment(ticket.key, marker)) ? true : null),
      absent_is_certain: true,
    };
  });
}

/** The move to the state where the ticket belongs now; null when it is there. */
export function moveTicket(incident: Incident, context: EffectContext): EffectSpec<JsonValue> | null {
  const { ticket } = incident;
  const state = desiredTicketState(incident);
  if (ticket === null || incident.ticket_state === state) return null;
  return {
    key: effectKey(context.deployment, incident.id, 'jira.transition', ticketPassage(incident)),
    tool: 'jira.transition',
    incident_id: incident.id,
    input: { ticket: ticket.key, state },
    perform: async () => {
      await context.tickets.move(ticket.key, state);
      return state;
    },
    lookup: async () => ((await context.tickets.get(ticket.key)).state === state ? state : null),
    absent_is_certain: true,
    on_done: () => [newEvent('ticket.moved', 'jira-resolver', incident.id, { key: ticket.key, state })],
  };
}

/** One step up from what the ticket was opened with, once people have to take over. */
export function prioritiseTicket(incident: Incident, context: EffectContext): EffectSpec<JsonValue> | null {
  const { ticket } = incident;
  if (ticket === null || incident.status !== 'escalated') return null;
  const priority: TicketPriority = raisePriority(PRIORITY_OF_SEVERITY[incident.severity]);
  if (incident.ticket_priority === priority) return null;
  return {
    key: effectKey(context.deployment, incident.id, 'jira.priority', String(incident.reopened)),
    tool: 'jira.priority',
    incident_id: incident.id,
    input: { ticket: ticket.key, priority },
    perform: async () => {
      await context.tickets.setPriority(ticket.key, priority);
      return priority;
    },
    lookup: async () => ((await context.tickets.get(ticket.key)).priority === priority ? priority : null),
    absent_is_certain: true,
    on_done: () => [newEvent('ticket.prioritised', 'jira-resolver', incident.id, { key: ticket.key, priority })],
  };
}

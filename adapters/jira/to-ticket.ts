import { TICKET_PRIORITIES, TICKET_STATES } from '../../core/ticket.ts';
import type { Ticket, TicketPriority, TicketState } from '../../core/ticket.ts';
import type { IssueReply } from './schema.ts';

export type StatusIds = Readonly<Record<TicketState, string>>;

/** An issue as a ticket; a status that settings do not name has no state. */
export function toTicket(issue: IssueReply, status_ids: StatusIds): Ticket {
  const status_id = issue.fields.status?.id ?? '';
  return {
    id: issue.id,
    key: issue.key,
    summary: issue.fields.summary ?? '',
    state: TICKET_STATES.find((state) => status_ids[state] === status_id) ?? null,
    status_id,
    priority: toPriority(issue.fields.priority?.name),
    labels: issue.fields.labels ?? [],
    updated_at: toIso(issue.fields.updated),
  };
}

function toPriority(name: string | undefined): TicketPriority | null {
  return TICKET_PRIORITIES.find((priority) => priority === name) ?? null;
}

/** Jira writes `2026-11-20T09:00:00.000+0900`: no colon in the offset. */
function toIso(updated: string | null | undefined): string | null {
  if (updated == null) return null;
  const ms = Date.parse(updated.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}

/** `OPS-9` before `OPS-10`: by the number, not by the letters. */
export function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return numberOf(a.key) - numberOf(b.key);
}

function numberOf(key: string): number {
  return Number(key.slice(key.lastIndexOf('-') + 1));
}

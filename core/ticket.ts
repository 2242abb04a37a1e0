import type { RichText } from './rich-text.ts';

/** The four states of a ticket's life, by meaning; settings say which status id each one is. */
export const TICKET_STATES = ['todo', 'in_progress', 'in_review', 'done'] as const;
export type TicketState = (typeof TICKET_STATES)[number];

export const TICKET_PRIORITIES = ['Highest', 'High', 'Medium', 'Low', 'Lowest'] as const;
export type TicketPriority = (typeof TICKET_PRIORITIES)[number];

/** One step up, staying at the top. */
export function raisePriority(priority: TicketPriority): TicketPriority {
  return TICKET_PRIORITIES[Math.max(0, TICKET_PRIORITIES.indexOf(priority) - 1)] ?? 'Highest';
}

export interface TicketDraft {
  /** One line, at most 255 characters. */
  readonly summary: string;
  readonly description: RichText;
  readonly priority: TicketPriority;
  readonly labels: readonly string[];
  /** Stored as an issue property, so that the incident can be found from the ticket. */
  readonly fingerprint: { readonly incident_id: string; readonly key: string };
}

export interface TicketRef {
  readonly id: string;
  /** e.g. `OPS-42` */
  readonly key: string;
}

export interface Ticket extends TicketRef {
  readonly summary: string;
  /** null: a status that settings do not name. */
  readonly state: TicketState | null;
  readonly status_id: string;
  readonly priority: TicketPriority | null;
  readonly labels: readonly string[];
  readonly updated_at: string | null;
}

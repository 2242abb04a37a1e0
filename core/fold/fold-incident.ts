import type { ChatRef } from '../chat.ts';
import { dataOf } from '../event-data.ts';
import type { LedgerEvent } from '../event.ts';
import type { Incident } from '../incident.ts';
import type { RowChange, RowReader } from '../ledger-view.ts';
import type { TicketPriority, TicketRef } from '../ticket.ts';
import { clearFinding, joinFinding, openIncident } from './incident-findings.ts';
import { foldRepair } from './incident-repair.ts';

/** The life of an incident, one event at a time. */
export function foldIncident(event: LedgerEvent, read: RowReader): readonly RowChange[] {
  const opened = openIncident(event);
  if (opened !== null) return [change(opened)];
  if (event.incident_id === null) return [];
  const before = read.get('incident', event.incident_id);
  if (before === null) return [];
  const after = foldFindings(event, before) ?? foldStatus(event, before) ?? foldTicketAndMessage(event, before) ?? foldRepair(event, before);
  return after === null ? [] : [change({ ...after, updated_at: event.at })];
}

function foldFindings(event: LedgerEvent, incident: Incident): Incident | null {
  const joined = dataOf(event, 'incident.finding_joined');
  if (joined !== null) {
    return { ...incident, severity: joined.severity, recovered_at: null, findings: joinFinding(incident.findings, joined.finding, event.at) };
  }
  const cleared = dataOf(event, 'incident.finding_cleared');
  if (cleared !== null) return { ...incident, findings: clearFinding(incident.findings, cleared.key, event.at) };
  const suspect = dataOf(event, 'incident.suspect_changed');
  if (suspect !== null) return { ...incident, service: suspect.service, symptom: suspect.symptom, suspect_reason: suspect.reason };
  return null;
}

function foldStatus(event: LedgerEvent, incident: Incident): Incident | null {
  if (event.kind === 'incident.recovered') return { ...incident, recovered_at: event.at };
  const reopened = dataOf(event, 'incident.reopened');
  if (reopened !== null) {
    return {
      ...incident,
      status: 'reopened',
      recovered_at: null,
      message_settled: false,
      resolved_at: null,
      resolution: null,
      reopened: incident.reopened + 1,
      reopened_at: event.at,
      diagnosis: null,
      attempts: [],
      checks: [],
      escalation: null,
      acknowledged: null,
      findings: joinFinding(incident.findings, reopened.finding, event.at),
    };
  }
  const resolved = dataOf(event, 'incident.resolved');
  if (resolved !== null) {
    const repaired_ms = Date.parse(event.at) - Date.parse(incident.detected_at);
    return { ...incident, status: 'resolved', resolved_at: event.at, resolution: resolved.resolution, time_to_repair_s: repaired_ms / 1000 };
  }
  const escalated = dataOf(event, 'incident.escalated');
  if (escalated !== null) {
    const { level, contact, reason, handed_over } = escalated;
    return { ...incident, status: handed_over ? 'escalated' : incident.status, escalation: { level, contact, reason, at: event.at } };
  }
  const acknowledged = dataOf(event, 'incident.acknowledged');
  if (acknowledged !== null) return { ...incident, acknowledged: { by: acknowledged.by, at: event.at } };
  return null;
}

function foldTicketAndMessage(event: LedgerEvent, incident: Incident): Incident | null {
  const moved = dataOf(event, 'ticket.moved');
  if (moved !== null) return { ...incident, ticket_state: moved.state };
  const prioritised = dataOf(event, 'ticket.prioritised');
  if (prioritised !== null) return { ...incident, ticket_priority: prioritised.priority };
  const shown = dataOf(event, 'message.shown');
  if (shown !== null) return { ...incident, message_digest: shown.digest, message_settled: incident.status === 'resolved' };
  const done = dataOf(event, 'effect.done');
  if (done === null) return null;
  if (done.tool === 'jira.create') {
    const { ref, priority } = done.result as unknown as CreatedTicket;
    return { ...incident, ticket: ref, ticket_state: 'todo', ticket_priority: priority };
  }
  if (done.tool === 'discord.post') {
    const { ref, digest, purpose } = done.result as unknown as PostedMessage;
    return purpose === 'incident' ? { ...incident, message: ref, message_digest: digest } : null;
  }
  return null;
}

/** What the gate records as the result of a `jira.create`. */
export interface CreatedTicket {
  readonly ref: TicketRef;
  readonly priority: TicketPriority;
}

/** What the gate records as the result of a `discord.post`. */
export interface PostedMessage {
  readonly ref: ChatRef;
  readonly digest: string;
  readonly purpose: 'incident' | 'escalation' | 'notice' | 'report';
}

function change(row: Incident): RowChange {
  return { kind: 'incident', key: row.id, status: row.status, row };
}

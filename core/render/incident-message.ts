import type { ChatField, ChatMessage } from '../chat.ts';
import type { Incident } from '../incident.ts';
import { isAtLeast, type Severity } from '../severity.ts';
import { formatSeconds, formatTime, formatValue } from './format.ts';
import type { RenderContext } from './render-context.ts';
import { affectedServices, headline } from './ticket-draft.ts';

/** The one message of an incident as it ought to look now. It is posted once and edited as the story goes on. */
export function incidentMessage(incident: Incident, context: RenderContext, mention_from: Severity): ChatMessage {
  const { messages } = context;
  const over = incident.status === 'resolved';
  return {
    content: null,
    title: `${incident.id} · ${headline(incident, context)}`,
    body: bodyLines(incident, context).join('\n'),
    fields: fields(incident, context),
    severity: over ? 'resolved' : incident.severity,
    marker: `atlas:${incident.id}:${incident.reopened}`,
    mention: isAtLeast(incident.severity, mention_from) && !incident.informational ? 'on_call' : null,
  };

  function fields(of: Incident, render: RenderContext): readonly ChatField[] {
    const link = of.ticket === null ? null : render.ticketLink(of.ticket.key);
    return [
      { name: messages.labels.severity, value: messages.severity[of.severity], inline: true },
      { name: messages.labels.status, value: messages.status[of.status], inline: true },
      { name: messages.labels.ticket, value: of.ticket === null ? messages.labels.none : link === null ? of.ticket.key : `${of.ticket.key} ${link}`, inline: true },
      { name: messages.labels.affected, value: affectedServices(of).join(', ') },
    ];
  }
}

function bodyLines(incident: Incident, context: RenderContext): readonly string[] {
  const { messages } = context;
  const lines = [`${messages.labels.detected_at}: ${formatTime(incident.detected_at, context.time_zone)}`, `${messages.labels.suspect}: ${incident.service} – ${incident.suspect_reason}`];
  for (const finding of incident.findings) {
    lines.push(`• ${finding.service}: ${messages.symptom[finding.symptom]} ${messages.above(formatValue(finding.worst_value, finding.unit), formatValue(finding.threshold, finding.unit))}`);
  }
  if (incident.diagnosis !== null) lines.push(messages.diagnosed(incident.diagnosis.suspect, incident.diagnosis.cause));
  for (const attempt of incident.attempts) {
    lines.push(messages.acted(attempt.n, context.max_attempts, attempt.action, attempt.target));
    if (attempt.result === 'verified') lines.push(messages.verified(attempt.n, formatSeconds(incident.time_to_repair_s ?? 0)));
    if (attempt.result === 'failed') lines.push(messages.attemptFailed(attempt.n, context.max_attempts, attempt.reason));
  }
  for (const proposal of incident.proposals) lines.push(messages.proposal(proposal));
  if (incident.escalation !== null && incident.escalation.level > 1) lines.push(messages.handedOver(`L${incident.escalation.level} ${incident.escalation.contact}`, incident.escalation.reason));
  if (incident.status === 'resolved' && incident.resolution === 'recovered') lines.push(messages.recovered());
  if (incident.status === 'escalated' && incident.recovered_at !== null) lines.push(messages.recoveredAfterHandOver());
  return lines;
}

import type { Incident, RepairAttempt, VerificationCheck } from '../incident.ts';
import type { Block } from '../rich-text.ts';
import { formatRatio, formatSeconds, formatTime } from './format.ts';
import type { RenderContext } from './render-context.ts';

export interface TicketComment {
  /** Unique within the incident; part of the effect's key and, in small print, of the comment. */
  readonly name: string;
  readonly body: readonly Block[];
}

/**
 * Every comment that the ticket of this incident ought to have by now, in order. A fold: asking again gives the same list,
 * longer by what has happened since.
 */
export function ticketComments(incident: Incident, context: RenderContext): readonly TicketComment[] {
  const { messages } = context;
  const round = `r${incident.reopened}`;
  const comments: TicketComment[] = [];
  if (incident.diagnosis !== null) {
    comments.push({
      name: `${round}-diagnosis`,
      body: [
        paragraph(messages.diagnosed(incident.diagnosis.suspect, `${incident.diagnosis.cause} (${incident.diagnosis.reason})`)),
        ...(incident.diagnosis.evidence.length === 0 ? [] : [heading(messages.labels.evidence), code(incident.diagnosis.evidence.join('\n'))]),
      ],
    });
  }
  // Proposals outlive a round: said once, a re-opening does not say them again.
  incident.proposals.forEach((proposal, index) => comments.push({ name: `proposal-${index}`, body: [paragraph(messages.proposal(proposal))] }));
  for (const attempt of incident.attempts) comments.push(...attemptComments(incident, attempt, round, context));
  if (incident.escalation !== null && incident.escalation.level > 1) {
    const { escalation } = incident;
    comments.push({ name: `${round}-escalated-${escalation.level}-${escalation.at}`, body: [paragraph(messages.handedOver(`L${escalation.level} ${escalation.contact}`, escalation.reason))] });
  }
  if (incident.status === 'resolved' && incident.resolution !== 'repaired') {
    const words = incident.resolution === 'recovered' ? messages.recovered() : messages.resolved(incident.resolution ?? '');
    comments.push({ name: `${round}-resolved`, body: [paragraph(words)] });
  }
  if (incident.status === 'escalated' && incident.recovered_at !== null) {
    comments.push({ name: `${round}-recovered`, body: [paragraph(messages.recoveredAfterHandOver())] });
  }
  return comments;
}

function attemptComments(incident: Incident, attempt: RepairAttempt, round: string, context: RenderContext): readonly TicketComment[] {
  const { messages } = context;
  const comments: TicketComment[] = [];
  if (attempt.acted_at !== null) {
    comments.push({
      name: `${round}-acted-${attempt.n}`,
      body: [
        paragraph(`${messages.acted(attempt.n, context.max_attempts, attempt.action, attempt.target)} ${attempt.runbook}. ${formatTime(attempt.acted_at, context.time_zone)}`),
        paragraph(messages.verifying(attempt.n)),
      ],
    });
  }
  if (attempt.result === 'verified' || attempt.result === 'failed') {
    const words =
      attempt.result === 'verified'
        ? messages.verified(attempt.n, formatSeconds(incident.time_to_repair_s ?? 0))
        : messages.attemptFailed(attempt.n, context.max_attempts, attempt.reason);
    // Only the newest attempt's checks are kept in the row; older ones are in the ledger's events.
    const checks = attempt.n === incident.attempts.at(-1)?.n ? incident.checks : [];
    comments.push({
      name: `${round}-verified-${attempt.n}`,
      body: [paragraph(words), ...before(incident, context), ...(checks.length === 0 ? [] : [heading(messages.labels.after), code(checks.map(checkLine).join('\n'))])],
    });
  }
  return comments;
}

function before(incident: Incident, context: RenderContext): readonly Block[] {
  const lines = incident.findings.map((finding) => `${finding.service} ${context.messages.symptom[finding.symptom]} ${finding.worst_value.toFixed(finding.unit === 'ratio' ? 3 : 0)} (${finding.unit})`);
  return lines.length === 0 ? [] : [heading(context.messages.labels.before), code(lines.join('\n'))];
}

function checkLine(check: VerificationCheck): string {
  const p99 = check.latency_p99_ms === null ? '–' : `${Math.round(check.latency_p99_ms)} ms`;
  return `${check.at} ${check.passed ? 'pass' : 'fail'} error rate ${formatRatio(check.error_rate)}, p99 ${p99}, ${check.requests} requests: ${check.reason}`;
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', content: [text] };
}

function heading(text: string): Block {
  return { kind: 'heading', text };
}

function code(text: string): Block {
  return { kind: 'code', text };
}

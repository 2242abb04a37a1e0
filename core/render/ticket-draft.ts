import { PRIORITY_OF_SEVERITY } from '../catalog.ts';
import type { Incident, IncidentFinding } from '../incident.ts';
import type { Block, Inline } from '../rich-text.ts';
import { severityRank } from '../severity.ts';
import type { TicketDraft } from '../ticket.ts';
import { formatTime, formatValue } from './format.ts';
import type { RenderContext } from './render-context.ts';

const SUMMARY_MAX_CHARACTERS = 255;
const MAX_TRACES = 5;

/** The finding that stands for the incident: the suspect's own worst one, else the worst of all. */
export function leadFinding(incident: Incident): IncidentFinding | null {
  const sorted = incident.findings.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity));
  const own = sorted.filter((finding) => finding.service === incident.service);
  return own.find((finding) => finding.symptom === incident.symptom) ?? own[0] ?? sorted[0] ?? null;
}

/** `cart: no answers`, `payment: error rate 41.0 %`: the incident in one clause. */
export function headline(incident: Incident, context: RenderContext): string {
  const lead = leadFinding(incident);
  const own = lead !== null && lead.service === incident.service && lead.symptom === incident.symptom && lead.symptom !== 'service_down';
  return context.messages.ticketSummary(incident.service, context.messages.symptom[incident.symptom], own ? formatValue(lead.value, lead.unit) : '');
}

export function affectedServices(incident: Incident): readonly string[] {
  return [...new Set([incident.service, ...incident.findings.map((finding) => finding.service)])];
}

/** The ticket that an incident gets: every section that the person who opens it needs, evidence included. */
export function ticketDraft(incident: Incident, context: RenderContext, labels: readonly string[], key: string): TicketDraft {
  return {
    summary: headline(incident, context).slice(0, SUMMARY_MAX_CHARACTERS),
    description: description(incident, context),
    priority: PRIORITY_OF_SEVERITY[incident.severity],
    labels,
    fingerprint: { incident_id: incident.id, key },
  };
}

function description(incident: Incident, context: RenderContext): readonly Block[] {
  const { labels } = context.messages;
  const affected = affectedServices(incident);
  const entry_hit = affected.includes(context.entry);
  return [
    section(labels.detected_at),
    text(`${formatTime(incident.detected_at, context.time_zone)}, ${incident.detected_by}, ${incident.id}`),
    section(labels.service),
    { kind: 'paragraph', content: [{ text: incident.service, bold: true }, ` – ${labels.suspect}: ${incident.suspect_reason}`] },
    section(labels.symptom),
    { kind: 'bullets', items: incident.findings.map((finding) => findingLine(finding, context)) },
    section(labels.impact),
    text(context.messages.impact(affected.join(', '), entry_hit)),
    section(labels.traces),
    ...traces(incident, context),
    section(labels.suggested_action),
    text(incident.symptom === 'service_down' ? context.messages.suggestRestart(incident.service) : context.messages.suggestLook(incident.service)),
  ];
}

function findingLine(finding: IncidentFinding, context: RenderContext): readonly Inline[] {
  const { messages } = context;
  const value = messages.above(formatValue(finding.value, finding.unit), formatValue(finding.threshold, finding.unit));
  return [{ text: finding.service, bold: true }, ` ${messages.symptom[finding.symptom]} ${value}, ${messages.severity[finding.severity]}: ${finding.reason}`];
}

function traces(incident: Incident, context: RenderContext): readonly Block[] {
  const ids = incident.trace_ids.slice(0, MAX_TRACES);
  if (ids.length === 0) return [text(context.messages.noTraces())];
  const items = ids.map((id): readonly Inline[] => {
    const href = context.traceLink(id);
    return [href === null ? { text: id, code: true } : { text: id, href }];
  });
  return [{ kind: 'bullets', items }];
}

function section(title: string): Block {
  return { kind: 'heading', text: title };
}

function text(content: string): Block {
  return { kind: 'paragraph', content: [content] };
}

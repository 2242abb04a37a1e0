import { dataOf } from '../event-data.ts';
import type { LedgerEvent } from '../event.ts';
import type { Incident } from '../incident.ts';
import type { Messages } from '../messages/messages.ts';
import { formatRatio, formatSeconds } from '../render/format.ts';
import type { ScenarioRun } from '../scenario-run.ts';
import { incidentMetrics } from './incident-metrics.ts';
import type { Report } from './report.ts';

export interface DailyInput {
  readonly title_date: string;
  readonly incidents: readonly Incident[];
  readonly runs: readonly ScenarioRun[];
  /** `finding.suppressed` events of the period. */
  readonly suppressed: readonly LedgerEvent[];
  readonly messages: Messages;
}

/** What happened in a day, what was done about it and how well, and what was kept from people and why. */
export function dailyReport(input: DailyInput): Report {
  const { messages } = input;
  const words = messages.report;
  const metrics = incidentMetrics(input.incidents);
  const detection = meanDetection(input.runs);
  return {
    title: `${words.daily} ${input.title_date}`,
    facts: [
      [words.incidents, String(metrics.incidents)],
      [words.resolved, String(metrics.resolved)],
      [words.escalated, String(metrics.escalated)],
      [words.open, String(metrics.open)],
      [words.informational, String(metrics.informational)],
      [words.mttd, detection === null ? '–' : `${formatSeconds(detection)} s`],
      [words.mttr, metrics.mean_time_to_repair_s === null ? '–' : `${formatSeconds(metrics.mean_time_to_repair_s)} s`],
      [words.success_rate, formatRatio(metrics.success_rate)],
      [words.verified_fixes, String(metrics.verified_fixes)],
      [words.failed_fixes, String(metrics.failed_fixes)],
    ],
    sections: [
      { heading: words.incidents, lines: input.incidents.length === 0 ? [words.nothing] : input.incidents.map((incident) => incidentLine(incident, messages)) },
      ...(input.suppressed.length === 0 ? [] : [{ heading: words.suppressed, lines: suppressedLines(input.suppressed) }]),
      ...(input.runs.length === 0 ? [] : [{ heading: words.scenarios, lines: input.runs.map(runLine) }]),
    ],
  };
}

export function incidentLine(incident: Incident, messages: Messages): string {
  const seen = incident.informational ? ` (${messages.report.informational}: ${incident.lock ?? ''})` : '';
  const ticket = incident.ticket === null ? '' : `, ${incident.ticket.key}`;
  const time = incident.time_to_repair_s === null ? '' : `, ${formatSeconds(incident.time_to_repair_s)} s`;
  return `${incident.id} ${incident.service}: ${messages.symptom[incident.symptom]}, ${messages.severity[incident.severity]}, ${messages.status[incident.status]}${time}${ticket}${seen}`;
}

export function runLine(run: ScenarioRun): string {
  const detected = run.observed?.detected_after_s;
  const when = detected == null ? '' : `, ${formatSeconds(detected)} s`;
  return `${run.scenario}: ${run.observed?.verdict ?? run.phase}${when}${run.observed === null ? '' : ` (${run.observed.reason})`}`;
}

/** Mean time from a fault's injection to its detection: only rehearsals know when the fault began. */
export function meanDetection(runs: readonly ScenarioRun[]): number | null {
  const seconds = runs.flatMap((run) => run.observed?.detected_after_s ?? []);
  return seconds.length === 0 ? null : seconds.reduce((sum, next) => sum + next, 0) / seconds.length;
}

function suppressedLines(events: readonly LedgerEvent[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const event of events) {
    const suppressed = dataOf(event, 'finding.suppressed');
    if (suppressed === null) continue;
    const line = `${suppressed.reason} (${suppressed.by})`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].map(([line, count]) => `${line}: ${count}`);
}

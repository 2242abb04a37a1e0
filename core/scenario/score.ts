import type { Incident } from '../incident.ts';
import type { ScenarioExpectation, ScenarioObservation, ScenarioRun } from '../scenario-run.ts';
import { isAtLeast } from '../severity.ts';

/** What the others noticed of a rehearsal, held against what they ought to have noticed. */
export function scoreScenario(run: ScenarioRun, incidents: readonly Incident[], ticket_times: ReadonlyMap<string, string>, max_error_rate: number | null): ScenarioObservation {
  const injected_ms = Date.parse(run.injected_at ?? run.requested_at);
  const during = incidents.filter((incident) => Date.parse(incident.detected_at) >= injected_ms).filter((incident) => isAtLeast(incident.severity, 'medium'));
  const relevant = run.expected.service === null ? during : during.filter((incident) => concerns(incident, run.expected.service));
  const first = relevant.toSorted((a, b) => a.detected_at.localeCompare(b.detected_at))[0];
  const seconds = (iso: string | null | undefined): number | null => (iso == null ? null : (Date.parse(iso) - injected_ms) / 1000);
  const observed = {
    incident_ids: during.map((incident) => incident.id),
    detected_after_s: seconds(first?.detected_at),
    ticket_after_s: first === undefined ? null : seconds(ticket_times.get(first.id)),
    resolved_after_s: seconds(first?.resolved_at),
    max_error_rate,
  };
  return { ...observed, ...verdict(run.expected, observed) };
}

function concerns(incident: Incident, service: string | null): boolean {
  return incident.service === service || incident.findings.some((finding) => finding.service === service);
}

type Observed = Pick<ScenarioObservation, 'detected_after_s' | 'ticket_after_s' | 'resolved_after_s'>;

function verdict(expected: ScenarioExpectation, observed: Observed): Pick<ScenarioObservation, 'verdict' | 'reason'> {
  const detected = observed.detected_after_s !== null;
  if (expected.response === 'none') return detected ? { verdict: 'false_alarm', reason: 'nothing was expected' } : { verdict: 'as_expected', reason: 'quiet, as it should be' };
  if (expected.response === 'auto_resolve') {
    return detected ? { verdict: 'false_alarm', reason: 'recovery was expected, a new incident came' } : { verdict: 'as_expected', reason: 'recovered' };
  }
  if (!detected) return { verdict: 'missed', reason: 'nothing was detected' };
  if (expected.ticket && observed.ticket_after_s === null) return { verdict: 'missed', reason: 'no ticket was opened' };
  const late = [
    lateness('detected', observed.detected_after_s, expected.message_within_s),
    lateness('ticket', expected.ticket ? observed.ticket_after_s : null, expected.ticket_within_s),
    lateness('resolved', observed.resolved_after_s, expected.resolved_within_s),
  ].filter((reason) => reason !== null);
  return late.length === 0 ? { verdict: 'as_expected', reason: 'noticed in time' } : { verdict: 'late', reason: late.join(', ') };
}

function lateness(what: string, after_s: number | null, within_s: number | null): string | null {
  if (after_s === null || within_s === null || after_s <= within_s) return null;
  return `${what} after ${after_s.toFixed(1)} s, expected within ${within_s} s`;
}

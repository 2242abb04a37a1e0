import type { Incident } from '../../core/incident.ts';
import type { Story, StoryView } from './stories.ts';
import type { Witness } from './witness.ts';

/** One incident of a story, in the form of the demo's JSON file. Seconds count from the injection of the fault. */
export interface DemoIncident {
  readonly id: string;
  readonly service: string;
  readonly fault: string;
  readonly detected_after_s: number;
  readonly acted_after_s: number | null;
  readonly resolved_after_s: number | null;
  readonly outcome: 'resolved' | 'escalated' | 'informational';
  readonly ticket: string | null;
  readonly ticket_status: string | null;
  readonly messages: number;
  readonly restarts: number;
}

export interface DemoOutcome {
  readonly closed: boolean;
  readonly incidents: readonly DemoIncident[];
  readonly false_incidents: number;
  readonly ledger_verified: boolean;
}

export interface PlayedStory {
  readonly story: Story;
  readonly view: StoryView;
}

/** Every story's incidents, and those that belong to none. Pure: the books and the witness are handed in. */
export function demoOutcome(played: readonly PlayedStory[], all: readonly Incident[], witness: Witness, ledger_verified: boolean): DemoOutcome {
  const told = played.flatMap(({ story, view }) => ownIncidents(story, view).map((incident) => describe(story, view, incident, witness)));
  const ids = new Set(told.map((incident) => incident.id));
  const false_incidents = all.filter((incident) => !ids.has(incident.id)).length;
  const as_expected = played.every(({ story, view }) => story.complaints(view).length === 0);
  return { closed: as_expected && false_incidents === 0 && ledger_verified, incidents: told, false_incidents, ledger_verified };
}

/** The incidents that are a story's own: under a load test the informational ones, otherwise those on the service at fault. */
function ownIncidents(story: Story, view: StoryView): readonly Incident[] {
  const { service } = view.run.expected;
  if (story.name === 'load-test') return view.incidents.filter((incident) => incident.informational);
  return view.incidents.filter((incident) => !incident.informational && incident.service === service);
}

function describe(story: Story, view: StoryView, incident: Incident, witness: Witness): DemoIncident {
  const injected_ms = Date.parse(view.run.injected_at ?? view.run.requested_at);
  const after = (iso: string | null | undefined): number | null => (iso == null ? null : Math.round((Date.parse(iso) - injected_ms) / 100) / 10);
  const end_ms = incident.resolved_at === null ? Date.parse(incident.updated_at) : Date.parse(incident.resolved_at);
  return {
    id: incident.id,
    service: incident.service,
    fault: story.name,
    detected_after_s: after(incident.detected_at) ?? 0,
    acted_after_s: after(incident.attempts.find((attempt) => attempt.acted_at !== null)?.acted_at),
    resolved_after_s: incident.informational ? null : after(incident.resolved_at),
    outcome: incident.informational ? 'informational' : incident.status === 'resolved' ? 'resolved' : 'escalated',
    ticket: incident.ticket?.key ?? null,
    ticket_status: incident.ticket === null ? null : (witness.issues.find((issue) => issue.key === incident.ticket?.key)?.status_name ?? null),
    messages: witness.messages.filter((message) => message.footer.includes(incident.id)).length,
    restarts: incident.informational ? restartsBetween(witness, injected_ms, end_ms) : restartsBetween(witness, injected_ms, end_ms, incident.service),
  };
}

function restartsBetween(witness: Witness, from_ms: number, to_ms: number, name?: string): number {
  return witness.restarts.filter((restart) => restart.at_ms >= from_ms && restart.at_ms <= to_ms && (name === undefined || restart.name === name)).length;
}

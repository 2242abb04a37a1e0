import type { Incident } from '../../core/incident.ts';
import type { ScenarioRun } from '../../core/scenario-run.ts';

/** What the ledger and the world say when a story is looked at. */
export interface StoryView {
  readonly run: ScenarioRun;
  /** Incidents that were detected since the fault was injected. */
  readonly incidents: readonly Incident[];
  /** On-call was called for that incident. */
  readonly called: (incident_id: string) => boolean;
}

export interface Story {
  readonly name: string;
  readonly scenario: string;
  readonly title: string;
  readonly expectation: string;
  /** Has everything happened that should? */
  isOver(view: StoryView): boolean;
  /** What is not as it should be, in words; empty when all is well. */
  complaints(view: StoryView): readonly string[];
}

const RESTART_TRIES = 3;

function concerning(view: StoryView, service: string): Incident | null {
  return view.incidents.find((incident) => !incident.informational && incident.service === service) ?? null;
}

/** The three stories that the demo plays, in this order. */
export const STORIES: readonly Story[] = [
  {
    name: 'wedged',
    scenario: 'wedged',
    title: 'A service stops answering',
    expectation: 'a restart mends it, and metrics prove it',
    isOver(view) {
      const incident = concerning(view, 'cart');
      return incident?.status === 'resolved' && incident.ticket_state === 'done' && incident.message_settled;
    },
    complaints(view) {
      const incident = concerning(view, 'cart');
      if (incident === null) return ['the wedged service was not named'];
      return [
        ...(incident.status === 'resolved' ? [] : [`${incident.id} is ${incident.status}`]),
        ...(incident.resolution === 'repaired' ? [] : [`${incident.id} was not repaired but ${incident.resolution ?? 'nothing'}`]),
        ...(incident.ticket_state === 'done' ? [] : [`its ticket is ${incident.ticket_state ?? 'missing'}`]),
      ];
    },
  },
  {
    name: 'bad-flag',
    scenario: 'bad-flag',
    title: 'A flag makes requests fail',
    expectation: 'no restart can mend it: three verified failures, then people',
    isOver(view) {
      const incident = concerning(view, 'ad');
      return incident?.status === 'escalated' && incident.ticket_state === 'todo' && view.called(incident.id) && wasRaised(incident);
    },
    complaints(view) {
      const incident = concerning(view, 'ad');
      if (incident === null) return ['the failing service was not named'];
      const failed = incident.attempts.filter((attempt) => attempt.result === 'failed').length;
      return [
        ...(incident.status === 'escalated' ? [] : [`${incident.id} is ${incident.status}`]),
        ...(failed === RESTART_TRIES ? [] : [`${failed} tries were proven to have failed, ${RESTART_TRIES} expected`]),
        ...(incident.ticket_state === 'todo' ? [] : [`its ticket is ${incident.ticket_state ?? 'missing'}`]),
        ...(wasRaised(incident) ? [] : [`its ticket's priority was not raised`]),
        ...(view.called(incident.id) ? [] : ['on-call was not called']),
      ];
    },
  },
  {
    name: 'load-test',
    scenario: 'load-test',
    title: 'A load test, announced and locked',
    expectation: 'findings are recorded with the severity that they would have had; nobody is woken, nothing is restarted',
    isOver(view) {
      return view.run.phase === 'ended' && view.incidents.every((incident) => !incident.informational || incident.status === 'resolved');
    },
    complaints(view) {
      const seen = view.incidents.filter((incident) => incident.informational);
      return [
        ...(seen.length > 0 ? [] : ['nothing was recorded under the load']),
        ...seen.filter((incident) => incident.ticket !== null).map((incident) => `${incident.id} got a ticket`),
        ...seen.filter((incident) => incident.attempts.length > 0).map((incident) => `${incident.id} was acted on`),
        ...(view.run.phase === 'ended' ? [] : [`the rehearsal is ${view.run.phase}`]),
      ];
    },
  },
];

function wasRaised(incident: Incident): boolean {
  return incident.ticket_priority !== null && (incident.severity === 'critical' || incident.ticket_priority !== opened(incident));
}

function opened(incident: Incident): string {
  return { critical: 'Highest', high: 'High', medium: 'Medium', low: 'Low', info: 'Low' }[incident.severity];
}

import type { ScenarioObservation, ScenarioRun } from '../../../core/scenario-run.ts';
import { iso } from '../builders.ts';

/** A rehearsal that was noticed in time, unless the test says otherwise. */
export function makeRun(run: Partial<ScenarioRun> = {}, observed: Partial<ScenarioObservation> = {}): ScenarioRun {
  return {
    id: 'run-1',
    scenario: 'stress',
    requested_by: 'operator',
    phase: 'ended',
    requested_at: iso(-60_000),
    announced_at: iso(-30_000),
    started_at: iso(-10_000),
    injected_at: iso(),
    stop_requested: false,
    stopped_at: null,
    ended_at: null,
    lock: null,
    restore_flags: {},
    expected: { response: 'critical', ticket: true, message_within_s: 60, ticket_within_s: 300, resolved_within_s: 3600, error_rate: 0.1, service: null },
    observed: { incident_ids: [], detected_after_s: 5, ticket_after_s: 6, resolved_after_s: null, max_error_rate: null, verdict: 'as_expected', reason: 'noticed in time', ...observed },
    reason: null,
    ...run,
  };
}

import { dataOf } from '../event-data.ts';
import type { LedgerEvent } from '../event.ts';
import type { RowChange, RowReader } from '../ledger-view.ts';
import type { ScenarioRun } from '../scenario-run.ts';

/** Rehearsals: enough is kept to go on, or to clean up, after a crash at any step. */
export function foldScenarioRun(event: LedgerEvent, read: RowReader): readonly RowChange[] {
  const requested = dataOf(event, 'scenario.requested');
  if (requested !== null) {
    return [
      change({
        id: requested.id,
        scenario: requested.scenario,
        requested_by: requested.requested_by,
        phase: 'requested',
        requested_at: event.at,
        announced_at: null,
        started_at: null,
        injected_at: null,
        stop_requested: false,
        stopped_at: null,
        ended_at: null,
        lock: null,
        restore_flags: {},
        expected: requested.expected,
        observed: null,
        reason: null,
      }),
    ];
  }
  if (!event.kind.startsWith('scenario.') || typeof event.data['id'] !== 'string') return [];
  const before = read.get('scenario_run', event.data['id']);
  if (before === null) return [];
  const after = next(event, before);
  return after === null ? [] : [change(after)];
}

function next(event: LedgerEvent, run: ScenarioRun): ScenarioRun | null {
  if (event.kind === 'scenario.announced') return { ...run, phase: 'announced', announced_at: event.at };
  const started = dataOf(event, 'scenario.started');
  if (started !== null) return { ...run, phase: 'started', started_at: event.at, lock: started.lock, restore_flags: started.restore_flags };
  if (event.kind === 'scenario.injected') return { ...run, phase: 'loading', injected_at: event.at };
  if (event.kind === 'scenario.stop_requested') return { ...run, stop_requested: true };
  const stopped = dataOf(event, 'scenario.stopped');
  if (stopped !== null) return { ...run, phase: 'settling', stopped_at: event.at, reason: stopped.reason };
  if (event.kind === 'scenario.verifying') return { ...run, phase: 'verifying' };
  const ended = dataOf(event, 'scenario.ended');
  if (ended !== null) return { ...run, phase: 'ended', ended_at: event.at, observed: ended.observed };
  const failed = dataOf(event, 'scenario.failed');
  if (failed !== null) return { ...run, phase: 'failed', ended_at: event.at, reason: failed.reason };
  return null;
}

function change(row: ScenarioRun): RowChange {
  return { kind: 'scenario_run', key: row.id, status: row.phase, row };
}

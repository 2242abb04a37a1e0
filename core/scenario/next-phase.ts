import type { ScenarioRun } from '../scenario-run.ts';

export interface ScenarioTiming {
  readonly announce_s: number;
  readonly settle_s: number;
  readonly duration_s: number;
  /** Flags that go back before the end: the earliest such time after injection, or null. */
  readonly pulse_s: number | null;
}

export type ScenarioStep =
  | { readonly kind: 'announce' }
  | { readonly kind: 'begin' }
  | { readonly kind: 'inject' }
  | { readonly kind: 'end_pulse' }
  | { readonly kind: 'stop'; readonly reason: string }
  | { readonly kind: 'ask' }
  | { readonly kind: 'score' }
  | { readonly kind: 'wait'; readonly until_ms: number };

const BEFORE_THE_FAULT: readonly ScenarioRun['phase'][] = ['requested', 'announced', 'started'];

/**
 * Where a rehearsal goes next: announce → (pause) → lock and remember flags → inject → … → stop → settle → ask the monitor →
 * score. Every phase is in the ledger, so a controller that died goes on, or stops what is overdue.
 */
export function nextScenarioStep(run: ScenarioRun, timing: ScenarioTiming, now_ms: number, pulse_done: boolean): ScenarioStep {
  if (run.stop_requested && BEFORE_THE_FAULT.includes(run.phase)) return { kind: 'stop', reason: 'it was asked to end before it began' };
  switch (run.phase) {
    case 'requested':
      return { kind: 'announce' };
    case 'announced':
      return after(run.announced_at, timing.announce_s, now_ms, { kind: 'begin' });
    case 'started':
      return { kind: 'inject' };
    case 'loading': {
      const injected_ms = Date.parse(run.injected_at ?? run.requested_at);
      if (run.stop_requested) return { kind: 'stop', reason: 'it was asked to end' };
      if (now_ms >= injected_ms + timing.duration_s * 1000) return { kind: 'stop', reason: 'its time is over' };
      if (timing.pulse_s !== null && !pulse_done && now_ms >= injected_ms + timing.pulse_s * 1000) return { kind: 'end_pulse' };
      const next_s = timing.pulse_s !== null && !pulse_done ? timing.pulse_s : timing.duration_s;
      return { kind: 'wait', until_ms: injected_ms + next_s * 1000 };
    }
    case 'settling':
      return after(run.stopped_at, timing.settle_s, now_ms, { kind: 'ask' });
    case 'verifying':
      return { kind: 'score' };
    case 'ended':
    case 'failed':
      return { kind: 'wait', until_ms: Number.POSITIVE_INFINITY };
  }
}

function after(since: string | null, seconds: number, now_ms: number, step: ScenarioStep): ScenarioStep {
  const until_ms = Date.parse(since ?? new Date(now_ms).toISOString()) + seconds * 1000;
  return now_ms >= until_ms ? step : { kind: 'wait', until_ms };
}

import { describe, expect, it } from 'vitest';
import type { ScenarioRun } from '../../../core/scenario-run.ts';
import { nextScenarioStep, type ScenarioTiming } from '../../../core/scenario/next-phase.ts';
import { iso, NOON_MS } from '../builders.ts';
import { makeRun } from './make-run.ts';

const TIMING: ScenarioTiming = { announce_s: 5, settle_s: 30, duration_s: 180, pulse_s: null };

function next(run: Partial<ScenarioRun>, seconds: number, timing: Partial<ScenarioTiming> = {}, pulse_done = false) {
  return nextScenarioStep(makeRun(run), { ...TIMING, ...timing }, NOON_MS + seconds * 1000, pulse_done);
}

describe('a rehearsal', () => {
  it('is announced, and begins 5 s later', () => {
    expect(next({ phase: 'requested' }, 0)).toEqual({ kind: 'announce' });
    expect(next({ phase: 'announced', announced_at: iso() }, 4.999)).toEqual({ kind: 'wait', until_ms: NOON_MS + 5000 });
    expect(next({ phase: 'announced', announced_at: iso() }, 5)).toEqual({ kind: 'begin' });
  });

  it('is injected once its lock and the flags before it are written down', () => {
    expect(next({ phase: 'started' }, 0)).toEqual({ kind: 'inject' });
  });

  it('lasts its time and stops, also when it is long overdue', () => {
    expect(next({ phase: 'loading' }, 179.999)).toEqual({ kind: 'wait', until_ms: NOON_MS + 180_000 });
    expect(next({ phase: 'loading' }, 180)).toEqual({ kind: 'stop', reason: 'its time is over' });
    expect(next({ phase: 'loading' }, 86_400).kind).toBe('stop');
    expect(next({ phase: 'loading', stop_requested: true }, 1)).toEqual({ kind: 'stop', reason: 'it was asked to end' });
    for (const phase of ['requested', 'announced', 'started'] as const) {
      expect(next({ phase, stop_requested: true }, 1)).toEqual({ kind: 'stop', reason: 'it was asked to end before it began' });
    }
  });

  it('ends a pulse before its own end, once', () => {
    expect(next({ phase: 'loading' }, 9.999, { pulse_s: 10 })).toEqual({ kind: 'wait', until_ms: NOON_MS + 10_000 });
    expect(next({ phase: 'loading' }, 10, { pulse_s: 10 })).toEqual({ kind: 'end_pulse' });
    expect(next({ phase: 'loading' }, 10, { pulse_s: 10 }, true)).toEqual({ kind: 'wait', until_ms: NOON_MS + 180_000 });
    expect(next({ phase: 'loading' }, 180, { pulse_s: 10 }).kind).toBe('stop');
  });

  it('settles for 30 s, asks, and is scored', () => {
    expect(next({ phase: 'settling', stopped_at: iso() }, 29)).toEqual({ kind: 'wait', until_ms: NOON_MS + 30_000 });
    expect(next({ phase: 'settling', stopped_at: iso() }, 30)).toEqual({ kind: 'ask' });
    expect(next({ phase: 'verifying' }, 0)).toEqual({ kind: 'score' });
  });

  it('that is over stays over', () => {
    for (const phase of ['ended', 'failed'] as const) expect(next({ phase }, 0)).toEqual({ kind: 'wait', until_ms: Number.POSITIVE_INFINITY });
  });
});

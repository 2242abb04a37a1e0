import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../core/incident.ts';
import { nextStep, type RepairRules } from '../../../core/repair/next-step.ts';
import { iso, makeAttempt, makeCheck, makeDiagnosis, makeIncident, NOON_MS } from '../builders.ts';
import { acted, checked, createStory, diagnosed, failedTry, handedOver, opened, planned, reopened, resolved } from '../story.ts';

const RULES: RepairRules = { wait_s: 120, interval_s: 30, consecutive_passes: 2, max_checks: 6, error_rate: 0.01, latency_p99_ms: 3000, min_requests: 20, cooldown_s: 300, attempts_allowed: 3 };
const DIAGNOSIS = makeDiagnosis();
const FOR_PEOPLE = makeDiagnosis({ reason: 'payment has no container', repairable: false });

function step(incident: Partial<Incident>, now_ms = NOON_MS) {
  return nextStep(makeIncident(incident), RULES, now_ms);
}

describe('the next step', () => {
  it('is none for what is informational, resolved or in the hands of people', () => {
    expect(step({ informational: true })).toEqual({ kind: 'none', reason: 'informational' });
    expect(step({ status: 'resolved' })).toEqual({ kind: 'none', reason: 'resolved' });
    expect(step({ status: 'escalated', recovered_at: iso() })).toEqual({ kind: 'none', reason: 'escalated' });
  });

  it('is to diagnose first', () => {
    expect(step({})).toEqual({ kind: 'diagnose' });
    expect(step({ status: 'reopened', reopened: 1 })).toEqual({ kind: 'diagnose' });
  });

  it('is to close what recovered while nothing was under way', () => {
    expect(step({ recovered_at: iso() })).toEqual({ kind: 'close_recovered' });
    for (const result of ['failed', 'refused'] as const) {
      expect(step({ recovered_at: iso(), diagnosis: DIAGNOSIS, attempts: [makeAttempt({ result })] })).toEqual({ kind: 'close_recovered' });
    }
    expect(step({ recovered_at: iso(), diagnosis: DIAGNOSIS, attempts: [makeAttempt({ result: 'acted', acted_at: iso() })] }).kind).toBe('wait');
  });

  it('is to plan what may be repaired and to hand over what may not', () => {
    expect(step({ diagnosis: DIAGNOSIS })).toEqual({ kind: 'plan' });
    expect(step({ diagnosis: FOR_PEOPLE })).toEqual({ kind: 'hand_over', reason: 'payment has no container' });
  });

  it('is to act on a plan, again and again until it is known to be done', () => {
    const attempt = makeAttempt();
    expect(step({ diagnosis: DIAGNOSIS, attempts: [attempt] })).toEqual({ kind: 'act', attempt });
    expect(step({ diagnosis: FOR_PEOPLE, attempts: [attempt] }).kind).toBe('act');
  });
});

describe('while a repair is verified, the next step', () => {
  const attempt = makeAttempt({ result: 'acted', acted_at: iso() });
  const verifying = (checks: Incident['checks'], now_ms: number) => step({ diagnosis: DIAGNOSIS, attempts: [attempt], checks }, now_ms);
  const good = makeCheck();
  const bad = makeCheck({ passed: false, reason: 'error rate 41.0 %' });

  it('waits 120 s before the first look and 30 s between looks', () => {
    expect(verifying([], NOON_MS + 119_999)).toEqual({ kind: 'wait', reason: 'verifying attempt 1', until_ms: NOON_MS + 120_000 });
    expect(verifying([], NOON_MS + 120_000)).toEqual({ kind: 'check', attempt });
    const first = { ...good, at: iso(120_000) };
    expect(verifying([first], NOON_MS + 149_999)).toMatchObject({ kind: 'wait', until_ms: NOON_MS + 150_000 });
    expect(verifying([first], NOON_MS + 150_000).kind).toBe('check');
  });

  it('waits from a look that came late: the same samples do not count twice', () => {
    const late = { ...good, at: iso(500_000) };
    expect(verifying([late], NOON_MS + 529_999).kind).toBe('wait');
    expect(verifying([late], NOON_MS + 530_000).kind).toBe('check');
    expect(verifying([{ ...good, at: iso(-60_000) }], NOON_MS + 119_999).kind).toBe('wait');
  });

  it('is to pass after two good looks in a row, and to fail after two bad ones', () => {
    expect(verifying([good, good], NOON_MS)).toEqual({ kind: 'pass', attempt });
    expect(verifying([bad, bad], NOON_MS)).toEqual({ kind: 'fail', attempt, reason: 'error rate 41.0 %' });
    expect(verifying([good, bad], NOON_MS + 999_999).kind).toBe('check');
  });

  it('is to fail when the looks are used up', () => {
    expect(verifying([good, bad, good, bad, good, bad], NOON_MS).kind).toBe('fail');
    expect(verifying([good, bad, good, bad, good], NOON_MS + 999_999).kind).toBe('check');
  });
});

describe('after a try that did not help, the next step', () => {
  const failed = (n: number, ended_at: string | null = iso()) => makeAttempt({ n, result: 'failed', ended_at, reason: 'error rate 41.0 %' });

  it('waits for the cooldown and is then to plan again', () => {
    expect(step({ diagnosis: DIAGNOSIS, attempts: [failed(1)] }, NOON_MS + 299_999)).toEqual({ kind: 'wait', reason: 'cooling down before the next try', until_ms: NOON_MS + 300_000 });
    expect(step({ diagnosis: DIAGNOSIS, attempts: [failed(1)] }, NOON_MS + 300_000)).toEqual({ kind: 'plan' });
    expect(step({ diagnosis: DIAGNOSIS, attempts: [failed(1, null)] })).toEqual({ kind: 'plan' });
  });

  it('is to hand over after the last permitted one', () => {
    expect(step({ diagnosis: DIAGNOSIS, attempts: [failed(1), failed(2)] }, NOON_MS + 300_000).kind).toBe('plan');
    expect(step({ diagnosis: DIAGNOSIS, attempts: [failed(1), failed(2), failed(3)] })).toEqual({ kind: 'hand_over', reason: '3 tries did not help: error rate 41.0 %' });
  });

  it('is to hand over when the plan was refused, with the reason of the refusal', () => {
    expect(step({ diagnosis: DIAGNOSIS, attempts: [makeAttempt({ result: 'refused', reason: 'policy never restarts kafka' })] })).toEqual({ kind: 'hand_over', reason: 'policy never restarts kafka' });
  });

  it('counts refused plans as no tries', () => {
    const refused = makeAttempt({ n: 1, result: 'refused' });
    expect(step({ diagnosis: DIAGNOSIS, attempts: [refused, failed(2), failed(3)] }, NOON_MS + 300_000).kind).toBe('plan');
  });
});

describe('a whole repair, stepped from the folded row alone', () => {
  it('goes the same way whenever the resolver starts again', () => {
    const story = createStory(opened());
    const later_ms = NOON_MS + 3_600_000;
    const next = () => nextStep(story.incident(), RULES, later_ms).kind;
    const kinds: string[] = [next()];
    diagnosed(story);
    kinds.push(next());
    for (let n = 1; n <= 3; n += 1) {
      failedTry(story, n);
      kinds.push(next());
    }
    handedOver(story);
    kinds.push(next());
    expect(kinds).toEqual(['diagnose', 'plan', 'plan', 'plan', 'hand_over', 'none']);
    resolved(story, 'by_people');
    reopened(story);
    diagnosed(story);
    planned(story, 1);
    expect(next()).toBe('act');
    acted(story, 1);
    checked(story, true);
    expect(next()).toBe('check');
    checked(story, true);
    expect(next()).toBe('pass');
  });
});

import { describe, expect, it } from 'vitest';
import { attemptsAllowed } from '../../../core/repair/attempts-allowed.ts';
import { chooseRunbook, type Runbook, type Symptoms } from '../../../core/repair/choose-runbook.ts';
import { makeContainer } from '../builders.ts';

function makeRunbook(name: string, runbook: Partial<Runbook> = {}): Runbook {
  return { name, title: name, symptoms: [], patterns: [], container: {}, steps: [{ action: 'restart', why: 'it helps' }], retries: 2, ...runbook };
}

const BOOKS = {
  'high-error-rate': makeRunbook('high-error-rate', { symptoms: ['error_rate', 'service_down'] }),
  'pool-exhaustion': makeRunbook('pool-exhaustion', { patterns: ['pool exhausted', 'too many connections'] }),
  'oom-kill': makeRunbook('oom-kill', { container: { oom_killed: true, exit_codes: [137] } }),
  'container-crash': makeRunbook('container-crash', { container: { min_restarts: 3, not_running: true } }),
};
const ORDER = ['high-error-rate', 'pool-exhaustion', 'oom-kill', 'container-crash'];

function choose(seen: Partial<Symptoms>, order: readonly string[] = ORDER) {
  const choice = chooseRunbook(order, BOOKS, { symptom: 'error_rate', container: makeContainer(), logs: [], ...seen });
  return choice === null ? null : [choice.runbook.name, choice.reason];
}

describe('the choice of a runbook', () => {
  it('goes by the symptom when nothing else is known', () => {
    expect(choose({})).toEqual(['high-error-rate', 'it is for the symptom error_rate']);
    expect(choose({ container: null })).toEqual(['high-error-rate', 'it is for the symptom error_rate']);
  });

  it('goes by log lines before it goes by the symptom, whatever their case', () => {
    expect(choose({ logs: ['all well', 'ERROR: Pool Exhausted (10/10)'] })).toEqual(['pool-exhaustion', 'log lines match pool exhausted']);
  });

  it('goes by the container before it goes by log lines', () => {
    expect(choose({ logs: ['pool exhausted'], container: makeContainer({ oom_killed: true }) })).toEqual(['oom-kill', 'the container was killed for its memory']);
  });

  it.each<[Parameters<typeof makeContainer>[0], readonly [string, string]]>([
    [{ running: false, status: 'exited', exit_code: 137 }, ['oom-kill', 'the container exited with 137']],
    [{ running: false, status: 'exited', exit_code: 1 }, ['container-crash', 'the container is exited']],
    [{ restart_count: 3 }, ['container-crash', 'the container restarted 3 times by itself']],
  ])('reads the container %o', (container, expected) => {
    expect(choose({ container: makeContainer(container) })).toEqual(expected);
  });

  it('makes nothing of an old exit code of a running container, nor of few restarts', () => {
    expect(choose({ container: makeContainer({ exit_code: 137, restart_count: 2 }) })?.[0]).toBe('high-error-rate');
  });

  it('takes the first in order, and only what stands in it', () => {
    const oom = makeContainer({ running: false, status: 'exited', exit_code: 137 });
    expect(choose({ container: oom }, ['container-crash', 'oom-kill'])?.[0]).toBe('container-crash');
    expect(choose({ container: oom }, ['missing', 'high-error-rate'])?.[0]).toBe('high-error-rate');
    expect(choose({ symptom: 'traffic_surge' })).toBeNull();
  });

  // A backtracking engine needs longer than the universe is old: this would end by the test's time limit.
  it('answers whatever the log says', () => {
    const evil = { evil: makeRunbook('evil', { patterns: ['(a+)+$', '(a|aa)*b'] }) };
    expect(chooseRunbook(['evil'], evil, { symptom: 'error_rate', container: null, logs: [`${'a'.repeat(100_000)}!`] })).toBeNull();
  });
});

describe('the tries that are allowed', () => {
  it('are those of verification, and no more than one and the retries of the runbook', () => {
    expect(attemptsAllowed(3, { retries: 2 })).toBe(3);
    expect(attemptsAllowed(3, { retries: 1 })).toBe(2);
    expect(attemptsAllowed(2, { retries: 10 })).toBe(2);
    expect(attemptsAllowed(3, null)).toBe(3);
  });

  it('end where the runbook wants people', () => {
    expect(attemptsAllowed(3, { retries: 2, escalate_after: 2 })).toBe(2);
    expect(attemptsAllowed(3, { retries: 2, escalate_after: 9 })).toBe(3);
  });
});

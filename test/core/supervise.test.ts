import { describe, expect, it } from 'vitest';
import { careFor, type AgentVitals } from '../../core/supervise.ts';

function care(vitals: Partial<AgentVitals>) {
  return careFor({ alive: true, silent_ms: 0, max_age_ms: 120_000, started_ms_ago: 600_000, quick_deaths: 0, backoff: { first_ms: 1000, max_ms: 30_000 }, ...vitals });
}

describe('the care for an agent', () => {
  it('is none while it lives and beats', () => {
    expect(care({ silent_ms: 120_000 })).toEqual({ do: 'nothing' });
    expect(care({ silent_ms: null })).toEqual({ do: 'nothing' });
  });

  it('ends and starts one that lives but is silent', () => {
    expect(care({ silent_ms: 120_001 })).toEqual({ do: 'kill_and_start', reason: 'silent for 120 s' });
  });

  it('starts a dead one, whether it was ever started or not', () => {
    expect(care({ alive: false, started_ms_ago: null })).toEqual({ do: 'start', reason: 'not running' });
    expect(care({ alive: false, started_ms_ago: 0 })).toEqual({ do: 'start', reason: 'its process is gone' });
  });

  it.each([
    [1, 1000],
    [2, 2000],
    [3, 4000],
    [5, 16_000],
    [6, 30_000],
    [500, 30_000],
  ])('after %d quick deaths waits %d ms', (quick_deaths, wait_ms) => {
    expect(care({ alive: false, quick_deaths, started_ms_ago: wait_ms - 1 })).toEqual({ do: 'wait', reason: 'backing off' });
    expect(care({ alive: false, quick_deaths, started_ms_ago: wait_ms }).do).toBe('start');
  });
});

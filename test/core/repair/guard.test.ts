import { describe, expect, it } from 'vitest';
import type { LockView } from '../../../core/lease.ts';
import { guardRestart, type GuardInput } from '../../../core/repair/guard.ts';
import { makeAttempt, makeIncident, makeServices, NOON_MS } from '../builders.ts';

const LOCK: LockView = { name: 'stress-test', locked_by: 'demo-controller', reason: 'stress', until: '15:05', blocks: ['auto_restart'], origin: 'lease', state: 'held' };

/** A restart that nothing speaks against. */
function makeGuardInput(input: Partial<GuardInput> = {}): GuardInput {
  return {
    incident: makeIncident(),
    target: 'payment',
    container: 'payment',
    services: makeServices(),
    blocking: null,
    never: ['*postgres*', 'valkey*', 'kafka', 'signoz*'],
    attempts_allowed: 3,
    actions_this_run: 0,
    max_actions_per_run: 5,
    last_restart_ms: null,
    cooldown_s: 300,
    restarts_last_hour: 0,
    max_per_hour: 10,
    now_ms: NOON_MS,
    ...input,
  };
}

function tried(...results: readonly ('failed' | 'refused')[]) {
  return makeIncident({ attempts: results.map((result, index) => makeAttempt({ n: index + 1, result })) });
}

/** What speaks against a restart, in the order in which it counts. */
const OBJECTIONS: readonly (readonly [what: string, input: Partial<GuardInput>, verdict: 'forbid' | 'wait', reason: string])[] = [
  ['a target that is not configured', { target: 'prod-db' }, 'forbid', 'prod-db is not a configured service'],
  ['a target without a container', { container: null }, 'forbid', 'payment has no container that Atlas may restart'],
  ['a container that is never touched', { container: 'my-postgresql' }, 'forbid', 'policy never restarts *postgres*'],
  ['tries that are used up', { incident: tried('failed', 'failed', 'failed') }, 'forbid', '3 tries did not help'],
  ['a lock', { blocking: LOCK }, 'wait', 'lock stress-test by demo-controller until 15:05: stress'],
  ['a restart a moment ago', { last_restart_ms: NOON_MS - 299_999 }, 'wait', 'payment was restarted lately'],
  ['too many restarts in an hour', { restarts_last_hour: 10 }, 'wait', '10 restarts in the last hour'],
  ['too many actions in this run', { actions_this_run: 5 }, 'wait', '5 actions in this run already'],
];

describe('the guard before a restart', () => {
  it('allows what nothing speaks against', () => {
    expect(guardRestart(makeGuardInput())).toEqual({ verdict: 'allow', reason: 'no lock, 0 of 3 tries used, budget left' });
  });

  it.each(OBJECTIONS)('objects to %s', (_what, input, verdict, reason) => {
    expect(guardRestart(makeGuardInput(input))).toEqual({ verdict, reason });
  });

  it('gives the first objection of several', () => {
    OBJECTIONS.forEach(([, , verdict, reason], index) => {
      const rest = OBJECTIONS.slice(index).toReversed();
      expect(guardRestart(makeGuardInput(Object.assign({}, ...rest.map(([, input]) => input))))).toEqual({ verdict, reason });
    });
  });

  it('lets everything pass that is just within its limit', () => {
    const edge = { incident: tried('failed', 'failed'), last_restart_ms: NOON_MS - 300_000, restarts_last_hour: 9, actions_this_run: 4 };
    expect(guardRestart(makeGuardInput(edge)).verdict).toBe('allow');
  });

  it('does not count a refused plan as a try', () => {
    expect(guardRestart(makeGuardInput({ incident: tried('failed', 'refused', 'failed') })).verdict).toBe('allow');
  });

  it('names a lock that has no end', () => {
    expect(guardRestart(makeGuardInput({ blocking: { ...LOCK, until: null } })).reason).toBe('lock stress-test by demo-controller: stress');
  });

  it.each(['constructor', '__proto__', 'toString'])('knows no target called %s', (target) => {
    expect(guardRestart(makeGuardInput({ target })).reason).toBe(`${target} is not a configured service`);
  });
});

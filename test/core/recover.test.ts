import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../../core/event.ts';
import { recover, type RecoveryInput } from '../../core/recover.ts';
import { iso, makeFinding, makeIncident, makeIncidentFinding, makeSuspicion, MINUTE_MS, NOON_MS } from './builders.ts';

const KEY = 'payment|error_rate';

function makeRecoveryInput(input: Partial<RecoveryInput> = {}): RecoveryInput {
  return {
    actor: 'ops-monitor',
    now_ms: NOON_MS,
    findings: [],
    samples: [],
    suspicions: [makeSuspicion(makeFinding())],
    incidents: [makeIncident()],
    clear_checks: new Map([[KEY, 2]]),
    recover_checks: 2,
    held_locks: [],
    expire_s: 3600,
    ...input,
  };
}

function kinds(input: Partial<RecoveryInput>): readonly string[] {
  return recover(makeRecoveryInput(input)).map((event: NewEvent) => event.kind);
}

describe('recovery', () => {
  it('comes after enough clear checks in a row', () => {
    expect(kinds({})).toEqual(['finding.cleared', 'incident.finding_cleared', 'incident.recovered']);
    expect(kinds({ clear_checks: new Map([[KEY, 1]]) })).toEqual([]);
  });

  it('does not come without traffic: a check without it is none', () => {
    expect(kinds({ clear_checks: new Map() })).toEqual([]);
  });

  it('does not come while the finding is there', () => {
    expect(kinds({ findings: [makeFinding()] })).toEqual([]);
  });

  it('is said once', () => {
    const recovered = makeIncident({ recovered_at: iso(), findings: [makeIncidentFinding({ active: false })] });
    expect(kinds({ incidents: [recovered], suspicions: [makeSuspicion(makeFinding(), { status: 'cleared' })] })).toEqual([]);
  });

  it('waits for every finding of the incident', () => {
    const two = makeIncident({ findings: [makeIncidentFinding(), makeIncidentFinding({ service: 'frontend' })] });
    const suspicions = [makeSuspicion(makeFinding()), makeSuspicion(makeFinding({ service: 'frontend' }))];
    expect(kinds({ incidents: [two], suspicions })).toEqual(['finding.cleared', 'incident.finding_cleared']);
    const both = new Map([
      [KEY, 2],
      ['frontend|error_rate', 2],
    ]);
    expect(kinds({ incidents: [two], suspicions, clear_checks: both })).toEqual(['finding.cleared', 'finding.cleared', 'incident.finding_cleared', 'incident.finding_cleared', 'incident.recovered']);
  });

  it('of a finding without an incident only clears it', () => {
    expect(kinds({ incidents: [] })).toEqual(['finding.cleared']);
  });

  it('does not touch a resolved incident', () => {
    expect(kinds({ incidents: [makeIncident({ status: 'resolved', resolved_at: iso() })] })).toEqual(['finding.cleared']);
  });
});

describe('after people were called', () => {
  const waiting = (recovered_ms: number, status: 'escalated' | 'resolving' = 'escalated') =>
    kinds({ suspicions: [], incidents: [makeIncident({ status, recovered_at: iso(recovered_ms), findings: [makeIncidentFinding({ active: false })] })] });

  it('an incident that stays well resolves by itself when its time is over', () => {
    expect(waiting(-60 * MINUTE_MS + 1)).toEqual([]);
    expect(waiting(-60 * MINUTE_MS)).toEqual(['incident.resolved']);
  });

  it('an incident that is still being repaired does not', () => {
    expect(waiting(-60 * MINUTE_MS, 'resolving')).toEqual([]);
  });
});

describe('an informational incident', () => {
  const seen = makeIncident({ informational: true, lock: 'stress-test' });

  it('lives as long as its lock, recovered or not', () => {
    expect(kinds({ incidents: [seen], held_locks: ['stress-test'] })).toEqual(['finding.cleared', 'incident.finding_cleared']);
  });

  it('ends with it, whatever is left', () => {
    expect(kinds({ incidents: [seen], findings: [makeFinding()] })).toEqual(['incident.resolved']);
    const events = recover(makeRecoveryInput({ incidents: [seen], findings: [makeFinding()] }));
    expect(events[0]?.data).toEqual({ resolution: 'load_test_over', reason: 'the load test is over; what is left is judged afresh' });
  });

  it('does not live on another lock', () => {
    expect(kinds({ incidents: [seen], findings: [makeFinding()], held_locks: ['restart-payment'] })).toEqual(['incident.resolved']);
  });

  it('is never called recovered', () => {
    expect(kinds({ incidents: [seen] })).toEqual(['finding.cleared', 'incident.finding_cleared', 'incident.resolved']);
  });
});

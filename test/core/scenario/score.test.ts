import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../core/incident.ts';
import type { ScenarioExpectation } from '../../../core/scenario-run.ts';
import { scoreScenario } from '../../../core/scenario/score.ts';
import { iso, makeIncident, makeIncidentFinding } from '../builders.ts';
import { makeRun } from './make-run.ts';

const SEEN = makeIncident({ detected_at: iso(10_000) });

function score(expected: Partial<ScenarioExpectation>, incidents: readonly Incident[], ticket_after_ms: number | null = 20_000) {
  const run = makeRun();
  const tickets = new Map(ticket_after_ms === null ? [] : [[SEEN.id, iso(ticket_after_ms)]]);
  return scoreScenario({ ...run, expected: { ...run.expected, ...expected } }, incidents, tickets, 0.2);
}

describe('the score of a rehearsal', () => {
  it('measures from the injection', () => {
    expect(score({}, [{ ...SEEN, resolved_at: iso(100_000) }])).toEqual({
      incident_ids: [SEEN.id],
      detected_after_s: 10,
      ticket_after_s: 20,
      resolved_after_s: 100,
      max_error_rate: 0.2,
      verdict: 'as_expected',
      reason: 'noticed in time',
    });
  });

  it('counts what was under way before, or is light, as nothing', () => {
    expect(score({}, [{ ...SEEN, detected_at: iso(-1) }])).toMatchObject({ verdict: 'missed', incident_ids: [], detected_after_s: null });
    expect(score({}, [{ ...SEEN, severity: 'low' }])).toMatchObject({ verdict: 'missed', reason: 'nothing was detected' });
    expect(score({}, [{ ...SEEN, severity: 'medium', detected_at: iso() }]).verdict).toBe('as_expected');
  });

  it('wants the fault itself to be seen where there is one', () => {
    expect(score({ service: 'cart' }, [SEEN]).verdict).toBe('missed');
    expect(score({ service: 'cart' }, [{ ...SEEN, findings: [makeIncidentFinding({ service: 'cart' })] }]).verdict).toBe('as_expected');
  });

  it('takes the first of several', () => {
    expect(score({}, [makeIncident({ id: 'INC-20261120-002', detected_at: iso(30_000) }), SEEN]).detected_after_s).toBe(10);
  });

  it('misses a ticket that was expected', () => {
    expect(score({}, [SEEN], null)).toMatchObject({ verdict: 'missed', reason: 'no ticket was opened' });
    expect(score({ ticket: false }, [SEEN], null).verdict).toBe('as_expected');
  });

  it('calls late what came after its time, and says all of it', () => {
    expect(score({ message_within_s: 10, ticket_within_s: 20 }, [SEEN]).verdict).toBe('as_expected');
    const late = score({ message_within_s: 9, ticket_within_s: 19, resolved_within_s: 99 }, [{ ...SEEN, resolved_at: iso(100_000) }]);
    expect(late).toMatchObject({ verdict: 'late', reason: 'detected after 10.0 s, expected within 9 s, ticket after 20.0 s, expected within 19 s, resolved after 100.0 s, expected within 99 s' });
    expect(score({ message_within_s: null, ticket_within_s: null }, [SEEN]).verdict).toBe('as_expected');
  });

  it.each(['none', 'auto_resolve'] as const)('calls it a false alarm when %s was expected and something came', (response) => {
    expect(score({ response }, [SEEN]).verdict).toBe('false_alarm');
    expect(score({ response }, []).verdict).toBe('as_expected');
  });
});

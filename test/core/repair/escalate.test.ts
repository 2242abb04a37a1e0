import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../core/incident.ts';
import { nextEscalation, type EscalationLevel } from '../../../core/repair/escalate.ts';
import { iso, makeIncident, MINUTE_MS, NOON_MS } from '../builders.ts';

const LEVELS: readonly EscalationLevel[] = [
  { level: 1, contact: 'jira-resolver', after_s: 600 },
  { level: 2, contact: '@oncall-engineer', after_s: 1800 },
  { level: 3, contact: '@team-lead', after_s: 3600 },
];

function next(incident: Partial<Incident>, minutes: number) {
  return nextEscalation(makeIncident(incident), LEVELS, NOON_MS + minutes * MINUTE_MS);
}

const AT_L2 = { level: 2, contact: '@oncall-engineer', at: iso(), reason: '' } as const;

describe('escalation', () => {
  it('calls on-call after 10 minutes without repair, while Atlas goes on', () => {
    expect(next({}, 9.99)).toBeNull();
    expect(next({ status: 'resolving' }, 10)).toEqual({ level: 2, contact: '@oncall-engineer', reason: 'not repaired within 600 s' });
  });

  it('calls the lead after 30 more minutes without acknowledgement', () => {
    expect(next({ escalation: AT_L2 }, 29.99)).toBeNull();
    expect(next({ escalation: AT_L2, status: 'escalated' }, 30)).toEqual({ level: 3, contact: '@team-lead', reason: 'not acknowledged by @oncall-engineer within 1800 s' });
  });

  it('has nobody above the lead', () => {
    expect(next({ escalation: { ...AT_L2, level: 3 } }, 600)).toBeNull();
  });

  it('calls nobody for what is acknowledged, resolved, recovered or informational', () => {
    expect(next({ acknowledged: { by: 'kim', at: iso() } }, 60)).toBeNull();
    expect(next({ status: 'resolved' }, 60)).toBeNull();
    expect(next({ recovered_at: iso() }, 60)).toBeNull();
    expect(next({ informational: true }, 60)).toBeNull();
  });

  it('counts anew from a re-opening', () => {
    const again = { status: 'reopened', reopened: 1, reopened_at: iso(60 * MINUTE_MS) } as const;
    expect(next(again, 69.99)).toBeNull();
    expect(next(again, 70)?.level).toBe(2);
  });

  it('needs settings for the level that is asked and for the next', () => {
    expect(nextEscalation(makeIncident(), LEVELS.slice(0, 1), NOON_MS + 60 * MINUTE_MS)).toBeNull();
    expect(nextEscalation(makeIncident(), LEVELS.slice(1), NOON_MS + 60 * MINUTE_MS)).toBeNull();
  });
});

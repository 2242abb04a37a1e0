import { describe, expect, it } from 'vitest';
import { incidentDay, nextIncidentId } from '../../core/incident-id.ts';

const LATE = Date.parse('2026-11-20T15:30:00.000Z');

describe('the id of an incident', () => {
  it('has the day as the people there have it', () => {
    expect(incidentDay(LATE, 'UTC')).toBe('20261120');
    expect(incidentDay(LATE, 'Asia/Seoul')).toBe('20261121');
    expect(incidentDay(LATE, 'America/Los_Angeles')).toBe('20261120');
  });

  it('counts up within the day, from the highest, and from one on the next', () => {
    expect(nextIncidentId(LATE, 'UTC', [])).toBe('INC-20261120-001');
    expect(nextIncidentId(LATE, 'UTC', ['INC-20261120-002', 'INC-20261120-009', 'INC-20261119-044'])).toBe('INC-20261120-010');
    expect(nextIncidentId(LATE, 'Asia/Seoul', ['INC-20261120-009'])).toBe('INC-20261121-001');
    expect(nextIncidentId(LATE, 'UTC', ['INC-20261120-999'])).toBe('INC-20261120-1000');
    expect(nextIncidentId(LATE, 'UTC', ['INC-20261120-999', 'INC-20261120-1000'])).toBe('INC-20261120-1001');
  });
});

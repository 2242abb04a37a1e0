import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../core/incident.ts';
import { formatRatio, formatSeconds, formatTime, formatValue } from '../../../core/render/format.ts';
import { incidentMessage } from '../../../core/render/incident-message.ts';
import { iso, makeIncident } from '../builders.ts';
import { makeRender } from '../effects/fake-ports.ts';
import { createStory, diagnosed, failedTry, handedOver, opened } from '../story.ts';

function shown(incident: Partial<Incident> = {}) {
  return incidentMessage(makeIncident(incident), makeRender(), 'high');
}

describe('the message of an incident', () => {
  it('mentions on-call from high up, and never for what is informational', () => {
    expect((['critical', 'high', 'medium', 'low'] as const).map((severity) => shown({ severity }).mention)).toEqual(['on_call', 'on_call', null, null]);
    expect(shown({ severity: 'critical', informational: true }).mention).toBeNull();
  });

  it('has the colour of its severity until it is resolved', () => {
    expect(shown().severity).toBe('high');
    expect(shown({ status: 'escalated' }).severity).toBe('high');
    expect(shown({ status: 'resolved' }).severity).toBe('resolved');
  });

  it('is marked so that it can be found, and anew for each round', () => {
    expect(shown().marker).toBe('atlas:INC-20261120-001:0');
    expect(shown({ reopened: 1 }).marker).toBe('atlas:INC-20261120-001:1');
  });

  it('names the ticket, with a link where there is one', () => {
    const ticketField = (incident: Partial<Incident>, render = makeRender()) => incidentMessage(makeIncident(incident), render, 'high').fields.find((field) => field.name === 'Ticket')?.value;
    const ticket = { id: '1', key: 'OPS-1' };
    expect(ticketField({})).toBe('none');
    expect(ticketField({ ticket })).toBe('OPS-1 http://jira/browse/OPS-1');
    expect(ticketField({ ticket }, makeRender({ ticketLink: () => null }))).toBe('OPS-1');
  });

  it('tells the story so far', () => {
    const story = createStory(opened());
    diagnosed(story);
    failedTry(story, 1);
    story.tell('plan.proposed', { proposal: 'raise the limit' });
    handedOver(story);
    story.tell('incident.recovered', { reason: '' });
    const body = incidentMessage(story.incident(), makeRender(), 'high').body.split('\n');
    expect(body).toEqual([
      'Detected at: 2026-11-20 21:00:01 (Asia/Seoul)',
      'Suspected root: payment – the only service with findings',
      '• payment: error rate 41.0 % (threshold 5.0 %)',
      'Diagnosis of payment: its container runs but does not answer',
      'Attempt 1 of 3: restart payment.',
      'Attempt 1 of 3 did not help: error rate 41.0 %.',
      'Proposal to people: raise the limit',
      'Handed to L2 @oncall-engineer: 3 tries did not help.',
      'The metrics are well again. The cause has not been named: please close this when it is.',
    ]);
  });

  it('says that it recovered by itself', () => {
    expect(shown({ status: 'resolved', resolution: 'recovered' }).body).toContain('It recovered by itself');
  });
});

describe('numbers for people', () => {
  it('have their units', () => {
    expect(formatValue(0.123, 'ratio')).toBe('12.3 %');
    expect(formatValue(12_345.6, 'ms')).toBe('12,346 ms');
    expect(formatValue(1.25, 'requests_per_s')).toBe('1.3/s');
    expect([formatRatio(null), formatRatio(0.756)]).toEqual(['–', '76 %']);
    expect([formatSeconds(9.94), formatSeconds(10.4)]).toEqual(['9.9', '10']);
  });

  it('of time are those of the zone', () => {
    expect(formatTime(iso(), 'UTC')).toBe('2026-11-20 12:00:00 (UTC)');
    expect(formatTime('2026-11-20T15:00:00.000Z', 'Asia/Seoul')).toBe('2026-11-21 00:00:00 (Asia/Seoul)');
  });
});

import { describe, expect, it } from 'vitest';
import { newEvent } from '../../../core/event-data.ts';
import { makeFinding } from '../builders.ts';
import { acted, checked, createStory, diagnosed, failedTry, handedOver, opened, planned, reopened, resolved, STORY_ID } from '../story.ts';

describe('an incident, folded', () => {
  it('begins as it was opened', () => {
    const incident = createStory(opened({ trace_ids: ['t1'] })).incident();
    expect(incident).toMatchObject({ id: STORY_ID, status: 'open', service: 'payment', severity: 'high', detected_by: 'ops-monitor', trace_ids: ['t1'], ticket: null, attempts: [], reopened: 0 });
    expect(incident.detected_at).toBe('2026-11-20T12:00:01.000Z');
    expect(incident.findings).toMatchObject([{ key: 'payment|error_rate', value: 0.41, worst_value: 0.41, active: true, first_at: incident.detected_at }]);
  });

  it('keeps the worst value and severity of a finding beside its last value', () => {
    const story = createStory(opened());
    story.tell('incident.finding_joined', { finding: makeFinding({ value: 0.2, severity: 'medium' }), severity: 'high', reason: 'still there' });
    expect(story.incident().findings).toMatchObject([{ value: 0.2, worst_value: 0.41, severity: 'high', first_at: '2026-11-20T12:00:01.000Z', last_at: '2026-11-20T12:00:02.000Z' }]);
    expect(story.incident().updated_at).toBe('2026-11-20T12:00:02.000Z');
  });

  it('takes further findings with the severity that it has by then', () => {
    const story = createStory(opened());
    story.tell('incident.finding_joined', { finding: makeFinding({ service: 'frontend' }), severity: 'critical', reason: 'connected to payment' });
    expect(story.incident()).toMatchObject({ severity: 'critical', findings: [{ service: 'payment' }, { service: 'frontend' }] });
  });

  it('recovers, and is ill again with the next finding', () => {
    const story = createStory(opened());
    story.tell('incident.finding_cleared', { key: 'payment|error_rate' });
    story.tell('incident.recovered', { reason: 'no finding left' });
    expect(story.incident()).toMatchObject({ recovered_at: '2026-11-20T12:00:03.000Z', findings: [{ active: false }] });
    story.tell('incident.finding_joined', { finding: makeFinding(), severity: 'high', reason: 'back again' });
    expect(story.incident()).toMatchObject({ recovered_at: null, findings: [{ active: true }] });
  });

  it('may get another suspect', () => {
    const story = createStory(opened());
    story.tell('incident.suspect_changed', { service: 'cart', symptom: 'service_down', reason: 'traces end there' });
    expect(story.incident()).toMatchObject({ service: 'cart', symptom: 'service_down', suspect_reason: 'traces end there' });
  });

  it('goes through a repair', () => {
    const story = createStory(opened());
    diagnosed(story);
    expect(story.incident()).toMatchObject({ status: 'resolving', diagnosis: { repairable: true, at: '2026-11-20T12:00:02.000Z' } });
    planned(story, 1);
    expect(story.incident().attempts).toMatchObject([{ n: 1, result: 'pending', fence: null, acted_at: null }]);
    acted(story, 1);
    expect(story.incident().attempts).toMatchObject([{ n: 1, result: 'acted', fence: 17, acted_at: '2026-11-20T12:00:04.000Z' }]);
    checked(story, true);
    checked(story, true);
    expect(story.incident().checks).toHaveLength(2);
    story.tell('verification.passed', { n: 1, reason: 'within every limit' });
    resolved(story);
    expect(story.incident()).toMatchObject({ status: 'resolved', resolution: 'repaired', resolved_at: '2026-11-20T12:00:08.000Z', time_to_repair_s: 7, attempts: [{ result: 'verified', ended_at: '2026-11-20T12:00:07.000Z' }] });
  });

  it('starts each try with no checks and changes only the try that is meant', () => {
    const story = createStory(opened());
    failedTry(story, 1);
    planned(story, 2);
    expect(story.incident()).toMatchObject({ checks: [], attempts: [{ n: 1, result: 'failed' }, { n: 2, result: 'pending' }] });
    story.tell('plan.abandoned', { n: 2, reason: 'policy never restarts kafka' });
    expect(story.incident().attempts).toMatchObject([{ result: 'failed' }, { result: 'refused', reason: 'policy never restarts kafka' }]);
  });

  it('is called escalated only when Atlas has stopped', () => {
    const story = createStory(opened());
    diagnosed(story);
    story.tell('incident.escalated', { level: 2, contact: '@oncall-engineer', reason: 'not repaired within 600 s', handed_over: false });
    expect(story.incident()).toMatchObject({ status: 'resolving', escalation: { level: 2, at: '2026-11-20T12:00:03.000Z' } });
    handedOver(story);
    expect(story.incident()).toMatchObject({ status: 'escalated' });
    story.tell('incident.acknowledged', { by: 'kim' });
    expect(story.incident()).toMatchObject({ acknowledged: { by: 'kim', at: '2026-11-20T12:00:05.000Z' } });
  });

  it('begins a new round when it is re-opened, and keeps what people know it by', () => {
    const story = createStory(opened());
    story.add(newEvent('effect.done', 'ops-monitor', STORY_ID, { key: 'k', tool: 'jira.create', result: { ref: { id: '1', key: 'OPS-42' }, priority: 'High' } }));
    story.tell('plan.proposed', { proposal: 'raise the memory limit' });
    failedTry(story, 1);
    handedOver(story);
    story.tell('incident.acknowledged', { by: 'kim' });
    resolved(story, 'by_people');
    reopened(story);
    expect(story.incident()).toMatchObject({
      status: 'reopened',
      reopened: 1,
      ticket: { key: 'OPS-42' },
      proposals: ['raise the memory limit'],
      diagnosis: null,
      attempts: [],
      checks: [],
      escalation: null,
      acknowledged: null,
      resolved_at: null,
      resolution: null,
      message_settled: false,
    });
    expect(story.incident().reopened_at).toBe(story.incident().updated_at);
  });
});

describe('the ticket and the message of an incident, folded', () => {
  it('come with the effects that made them', () => {
    const story = createStory(opened());
    story.add(
      newEvent('effect.done', 'ops-monitor', STORY_ID, { key: 'k1', tool: 'jira.create', result: { ref: { id: '1', key: 'OPS-42' }, priority: 'High' } }),
      newEvent('effect.done', 'ops-monitor', STORY_ID, { key: 'k2', tool: 'discord.post', result: { ref: { channel_id: 'c', message_id: 'm' }, digest: 'd1', purpose: 'incident' } }),
    );
    expect(story.incident()).toMatchObject({ ticket: { key: 'OPS-42' }, ticket_state: 'todo', ticket_priority: 'High', message: { message_id: 'm' }, message_digest: 'd1', message_settled: false });
    story.tell('ticket.moved', { key: 'OPS-42', state: 'in_progress' });
    story.tell('ticket.prioritised', { key: 'OPS-42', priority: 'Highest' });
    story.tell('message.shown', { digest: 'd2' });
    expect(story.incident()).toMatchObject({ ticket_state: 'in_progress', ticket_priority: 'Highest', message_digest: 'd2', message_settled: false });
    resolved(story);
    story.tell('message.shown', { digest: 'd3' });
    expect(story.incident().message_settled).toBe(true);
  });

  it('are not those of a call to people', () => {
    const story = createStory(opened());
    story.add(newEvent('effect.done', 'jira-resolver', STORY_ID, { key: 'k', tool: 'discord.post', result: { ref: { channel_id: 'c', message_id: 'm' }, digest: 'd', purpose: 'escalation' } }));
    expect(story.incident().message).toBeNull();
  });
});

describe('events of an incident that was never opened', () => {
  it('change nothing', () => {
    const story = createStory();
    resolved(story);
    failedTry(story, 1);
    expect([...story.rows().keys()]).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { newEvent, storyEvent } from '../../../core/event-data.ts';
import { requestScenario } from '../../../core/scenario/request.ts';
import { HOLDER, makeFinding } from '../builders.ts';
import { createStory, opened, reopened, resolved, STORY_ID } from '../story.ts';

const EFFECT = { key: 'k', tool: 'jira.create' } as const;
const ERROR = { error_code: 'UPSTREAM_TIMEOUT', message: 'no answer' };

describe('an effect, folded', () => {
  const intended = newEvent('effect.intended', 'ops-monitor', STORY_ID, { ...EFFECT, input: { summary: 'x' } });
  const attempted = newEvent('effect.attempted', 'ops-monitor', STORY_ID, { ...EFFECT, attempt: 1, holder: HOLDER });

  it('goes from intent to done', () => {
    const story = createStory(intended);
    expect(story.row('effect', 'k')).toMatchObject({ status: 'intended', attempts: 0, input: { summary: 'x' }, actor: 'ops-monitor', incident_id: STORY_ID, intended_at: '2026-11-20T12:00:01.000Z' });
    story.add(attempted);
    expect(story.row('effect', 'k')).toMatchObject({ status: 'attempted', attempts: 1, holder: HOLDER, attempted_at: '2026-11-20T12:00:02.000Z' });
    story.add(newEvent('effect.done', 'ops-monitor', STORY_ID, { ...EFFECT, result: { ref: { id: '1', key: 'OPS-1' }, priority: 'High' } }));
    expect(story.row('effect', 'k')).toMatchObject({ status: 'done', holder: null, input: { summary: 'x' }, result: { ref: { key: 'OPS-1' } }, finished_at: '2026-11-20T12:00:03.000Z' });
  });

  it('remembers a doubt and how long it lasts', () => {
    const story = createStory(intended, attempted, newEvent('effect.ambiguous', 'ops-monitor', STORY_ID, { ...EFFECT, error: ERROR, not_before: 'later' }));
    expect(story.row('effect', 'k')).toMatchObject({ status: 'ambiguous', error: ERROR, holder: null, attempts: 1, not_before: 'later', finished_at: null });
    story.add(newEvent('effect.ambiguous', 'ops-monitor', STORY_ID, { ...EFFECT, error: ERROR }));
    expect(story.row('effect', 'k')).toMatchObject({ not_before: null });
  });

  it('is a mere intent again when it was put off, with its attempts counted', () => {
    const story = createStory(intended, attempted, newEvent('effect.postponed', 'ops-monitor', STORY_ID, { ...EFFECT, error: ERROR, not_before: 'later' }));
    expect(story.row('effect', 'k')).toMatchObject({ status: 'intended', attempts: 1, holder: null, error: ERROR, not_before: 'later' });
    story.add(newEvent('effect.attempted', 'ops-monitor', STORY_ID, { ...EFFECT, attempt: 2, holder: HOLDER }));
    expect(story.row('effect', 'k')).toMatchObject({ status: 'attempted', attempts: 2, not_before: null });
  });

  it('may be refused, or only said', () => {
    const refused = createStory(intended, attempted, newEvent('effect.refused', 'ops-monitor', STORY_ID, { ...EFFECT, error: ERROR }));
    expect(refused.row('effect', 'k')).toMatchObject({ status: 'refused', error: ERROR, holder: null, finished_at: '2026-11-20T12:00:03.000Z' });
    const said = createStory(newEvent('effect.dry_run', 'ops-monitor', null, { ...EFFECT, input: 1, text: 'would create' }));
    expect(said.row('effect', 'k')).toMatchObject({ status: 'dry_run', input: 1, attempts: 0 });
  });
});

describe('a lease, folded', () => {
  const granted = newEvent('lease.granted', 'jira-resolver', null, { name: 'stress-test', holder: HOLDER, locked_by: 'demo-controller', reason: 'stress', expires_at: 'soon', blocks: ['auto_restart'] });

  it('has the number of the event that granted it for its fence', () => {
    const story = createStory(storyEvent('agent.started', 'atlas', null, {}), granted);
    expect(story.row('lease', 'stress-test')).toMatchObject({ fence: 2, granted_at: '2026-11-20T12:00:02.000Z', released_at: null, blocks: ['auto_restart'] });
    story.add(granted);
    expect(story.row('lease', 'stress-test')?.fence).toBe(3);
  });

  it('is renewed without another fence, and released', () => {
    const story = createStory(granted, newEvent('lease.renewed', 'jira-resolver', null, { name: 'stress-test', expires_at: 'later' }));
    expect(story.row('lease', 'stress-test')).toMatchObject({ fence: 1, expires_at: 'later' });
    story.add(newEvent('lease.released', 'jira-resolver', null, { name: 'stress-test', reason: 'over' }));
    expect(story.row('lease', 'stress-test')).toMatchObject({ released_at: '2026-11-20T12:00:03.000Z' });
    expect(story.rows().get('lease stress-test')?.status).toBe('released');
  });

  it('that was never granted is neither renewed nor released', () => {
    const story = createStory(newEvent('lease.renewed', 'atlas', null, { name: 'x', expires_at: 'later' }), newEvent('lease.released', 'atlas', null, { name: 'x', reason: '' }));
    expect(story.row('lease', 'x')).toBeNull();
  });
});

describe('a slot, folded', () => {
  it('counts its claims and is finished once', () => {
    const claimed = newEvent('slot.claimed', 'ops-monitor', null, { key: 's', holder: HOLDER });
    const story = createStory(claimed, claimed);
    expect(story.row('slot', 's')).toMatchObject({ attempts: 2, finished_at: null, claimed_by: HOLDER });
    story.add(newEvent('slot.finished', 'ops-monitor', null, { key: 's', ok: true }));
    expect(story.row('slot', 's')).toMatchObject({ attempts: 2, finished_at: '2026-11-20T12:00:03.000Z' });
    expect(createStory(newEvent('slot.finished', 'ops-monitor', null, { key: 's', ok: true })).row('slot', 's')).toBeNull();
  });
});

describe('a suspicion, folded', () => {
  const finding = makeFinding();
  const recorded = newEvent('finding.recorded', 'ops-monitor', null, { finding, suppressed: 'hold' });

  it('lasts, is renewed, and is cleared', () => {
    const story = createStory(recorded, newEvent('finding.renewed', 'ops-monitor', null, { finding: { ...finding, value: 0.5 } }));
    expect(story.row('suspicion', 'payment|error_rate')).toMatchObject({ status: 'active', cycles: 2, first_at: '2026-11-20T12:00:01.000Z', last_at: '2026-11-20T12:00:02.000Z', suppressed: 'hold', finding: { value: 0.5 } });
    story.add(newEvent('finding.suppressed', 'ops-monitor', null, { key: 'payment|error_rate', reason: 'cooldown', by: 'policy' }));
    expect(story.row('suspicion', 'payment|error_rate')?.suppressed).toBe('cooldown');
    story.add(newEvent('finding.cleared', 'ops-monitor', null, { key: 'payment|error_rate' }));
    expect(story.row('suspicion', 'payment|error_rate')?.status).toBe('cleared');
    story.add(recorded);
    expect(story.row('suspicion', 'payment|error_rate')).toMatchObject({ status: 'active', cycles: 1, first_at: '2026-11-20T12:00:05.000Z' });
  });

  it('belongs to the incident that took it, by opening, joining or re-opening', () => {
    const story = createStory(recorded, opened());
    expect(story.row('suspicion', 'payment|error_rate')).toMatchObject({ incident_id: STORY_ID, suppressed: null });
    story.add(newEvent('finding.recorded', 'ops-monitor', null, { finding: makeFinding({ service: 'frontend' }), suppressed: null }));
    story.tell('incident.finding_joined', { finding: makeFinding({ service: 'frontend' }), severity: 'critical', reason: '' });
    expect(story.row('suspicion', 'frontend|error_rate')?.incident_id).toBe(STORY_ID);
    resolved(story);
    story.add(recorded);
    expect(story.row('suspicion', 'payment|error_rate')?.incident_id).toBeNull();
    reopened(story);
    expect(story.row('suspicion', 'payment|error_rate')?.incident_id).toBe(STORY_ID);
  });

  it('that was never recorded is not made by what follows', () => {
    const story = createStory(newEvent('finding.renewed', 'ops-monitor', null, { finding }), newEvent('finding.cleared', 'ops-monitor', null, { key: 'payment|error_rate' }));
    expect(story.row('suspicion', 'payment|error_rate')).toBeNull();
  });
});

describe('a rehearsal, folded', () => {
  it('keeps at each step what is needed to go on or to clean up', () => {
    const story = createStory(requestScenario({ name: 'stress', expected: { response: 'critical', ticket: true, ticket_within_s: 300 } }, 'operator', 'run-1'));
    expect(story.row('scenario_run', 'run-1')).toMatchObject({ phase: 'requested', scenario: 'stress', requested_by: 'operator', expected: { response: 'critical', ticket: true, ticket_within_s: 300, message_within_s: null, service: null } });
    story.tell('scenario.announced', { id: 'run-1' });
    story.tell('scenario.started', { id: 'run-1', lock: 'stress-test', restore_flags: { adFailure: 'off' } });
    expect(story.row('scenario_run', 'run-1')).toMatchObject({ phase: 'started', lock: 'stress-test', restore_flags: { adFailure: 'off' }, announced_at: '2026-11-20T12:00:02.000Z', started_at: '2026-11-20T12:00:03.000Z' });
    story.tell('scenario.injected', { id: 'run-1' });
    expect(story.row('scenario_run', 'run-1')).toMatchObject({ phase: 'loading', injected_at: '2026-11-20T12:00:04.000Z' });
    story.tell('scenario.stopped', { id: 'run-1', reason: 'its time is over' });
    expect(story.row('scenario_run', 'run-1')).toMatchObject({ phase: 'settling', stopped_at: '2026-11-20T12:00:05.000Z' });
    story.tell('scenario.verifying', { id: 'run-1', services: [] });
    expect(story.rows().get('scenario_run run-1')?.status).toBe('verifying');
    const observed = { incident_ids: [], detected_after_s: 1, ticket_after_s: 2, resolved_after_s: null, max_error_rate: null, verdict: 'as_expected', reason: 'noticed in time' } as const;
    story.tell('scenario.ended', { id: 'run-1', observed });
    expect(story.row('scenario_run', 'run-1')).toMatchObject({ phase: 'ended', observed, restore_flags: { adFailure: 'off' } });
  });

  it('may fail, and is nothing without a request', () => {
    const story = createStory(requestScenario({ name: 'stress', expected: { response: 'none', ticket: false } }, 'operator', 'run-1'));
    story.tell('scenario.failed', { id: 'run-1', reason: 'not allowed' });
    story.tell('scenario.announced', { id: 'run-2' });
    expect(story.row('scenario_run', 'run-1')).toMatchObject({ phase: 'failed', reason: 'not allowed' });
    expect(story.row('scenario_run', 'run-2')).toBeNull();
  });
});

describe('events of unknown kinds', () => {
  it('change nothing', () => {
    const story = createStory(opened());
    const before = [...story.rows()];
    for (const kind of ['guard.refused', 'agent.back', 'effect.dreamt', 'scenario.paused', 'incident.sung', 'lease.lost', '']) {
      story.add(storyEvent(kind, 'atlas', STORY_ID, { key: 'k', id: 'run-1', name: 'x' }));
    }
    expect([...story.rows()]).toEqual(before);
  });
});

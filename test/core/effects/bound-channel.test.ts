import { describe, expect, it } from 'vitest';
import { channelsOf, type ChannelBinding } from '../../../core/effects/bound-channel.ts';
import { announceIncident, callPeople } from '../../../core/effects/incident-chat.ts';
import { iso, makeIncident } from '../builders.ts';
import { createFakeWorld, rowOf } from './fake-ports.ts';

const BINDINGS: readonly ChannelBinding[] = [
  { agent: 'ops-monitor', channel: 'bug', messages: ['alert'] },
  { agent: 'ops-monitor', channel: 'review', messages: ['report'] },
  { agent: 'jira-resolver', channel: 'review', messages: ['escalation', 'report'] },
];
const SIGNAL = new AbortController().signal;

describe('the bindings', () => {
  it('say where an agent says what', () => {
    const monitor = channelsOf(BINDINGS, 'ops-monitor');
    expect([monitor('alert'), monitor('report')]).toEqual(['bug', 'review']);
    expect(channelsOf(BINDINGS, 'jira-resolver')('escalation')).toBe('review');
  });

  it('give no voice that they do not name, and none of another agent', () => {
    expect(channelsOf(BINDINGS, 'ops-monitor')('escalation')).toBeNull();
    expect(channelsOf(BINDINGS, 'jira-resolver')('alert')).toBeNull();
    expect(channelsOf(BINDINGS, 'atlas')('agent_health')).toBeNull();
    expect(channelsOf([], 'ops-monitor')('alert')).toBeNull();
  });
});

describe('what is said about an incident', () => {
  const called = makeIncident({ escalation: { level: 2, contact: '@oncall-engineer', at: iso(), reason: 'no help' } });

  function bound(agent: 'ops-monitor' | 'jira-resolver', bindings: readonly ChannelBinding[] = BINDINGS) {
    return { ...createFakeWorld().context, channelFor: channelsOf(bindings, agent) };
  }

  it('goes where it is bound to', () => {
    expect(announceIncident(makeIncident(), bound('ops-monitor'))?.input).toMatchObject({ channel: 'bug' });
    expect(callPeople(called, bound('jira-resolver'))?.input).toMatchObject({ channel: 'review' });
  });

  it('is not said where it is not bound', () => {
    expect(announceIncident(makeIncident(), bound('jira-resolver'))).toBeNull();
    expect(callPeople(called, bound('ops-monitor'))).toBeNull();
  });

  it('is looked for where the first attempt put it, though it is bound elsewhere now', async () => {
    const world = createFakeWorld();
    const first = announceIncident(makeIncident(), { ...world.context, channelFor: channelsOf(BINDINGS, 'ops-monitor') });
    await first?.perform(1, SIGNAL);
    const moved = { ...world.context, channelFor: channelsOf([{ agent: 'ops-monitor', channel: 'review', messages: ['alert'] }], 'ops-monitor') };
    const again = announceIncident(makeIncident(), moved);
    expect(again?.key).toBe(first?.key);
    expect(await again?.lookup?.(rowOf(first?.input ?? null))).toMatchObject({ ref: { channel_id: 'bug' } });
  });
});

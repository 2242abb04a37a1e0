import { describe, expect, it } from 'vitest';
import { announceIncident, callPeople, messageDigest, refreshMessage } from '../../../core/effects/incident-chat.ts';
import type { Incident } from '../../../core/incident.ts';
import { incidentMessage } from '../../../core/render/incident-message.ts';
import { iso, makeIncident } from '../builders.ts';
import { createFakeWorld, rowOf } from './fake-ports.ts';

const REF = { channel_id: 'bug', message_id: '1' };
const SIGNAL = new AbortController().signal;

function digestNow(incident: Incident): string {
  const { context } = createFakeWorld();
  return messageDigest(incidentMessage(incident, context.render, context.mention_from));
}

describe('the message of an incident', () => {
  it('is posted once, with a nonce that the other side accepts', async () => {
    const world = createFakeWorld();
    const announce = announceIncident(makeIncident(), world.context);
    expect(await announce?.perform(1, SIGNAL)).toEqual({ ref: REF, digest: digestNow(makeIncident()), purpose: 'incident' });
    expect(world.posted[0]?.nonce.length).toBeLessThanOrEqual(25);
    expect(announceIncident(makeIncident({ message: REF }), world.context)).toBeNull();
  });

  it('is posted anew for a re-opened incident, under another key and marker', () => {
    const world = createFakeWorld();
    const first = announceIncident(makeIncident(), world.context);
    const again = announceIncident(makeIncident({ message: REF, reopened: 1 }), world.context);
    expect(again?.key).not.toBe(first?.key);
    expect(again?.input).toMatchObject({ message: { marker: 'atlas:INC-20261120-001:1' } });
  });

  it('is found again by its marker, with the digest of what it shows and not of what it ought to show', async () => {
    const world = createFakeWorld();
    const first = announceIncident(makeIncident(), world.context);
    const row = rowOf(first?.input ?? null);
    expect(await first?.lookup?.(row)).toBeNull();
    await first?.perform(1, SIGNAL);
    const worse = makeIncident({ severity: 'critical' });
    const found = await announceIncident(worse, world.context)?.lookup?.(row);
    expect(found).toEqual({ ref: REF, digest: digestNow(makeIncident()), purpose: 'incident' });
    expect(refreshMessage({ ...worse, message: REF, message_digest: digestNow(makeIncident()) }, world.context, 'ops-monitor')).not.toBeNull();
  });

  it('is edited when it ought to show something else, and only then', async () => {
    const world = createFakeWorld();
    const shown = makeIncident({ message: REF, message_digest: digestNow(makeIncident()) });
    expect(refreshMessage(makeIncident(), world.context, 'ops-monitor')).toBeNull();
    expect(refreshMessage(shown, world.context, 'ops-monitor')).toBeNull();
    const resolved = { ...shown, status: 'resolved' as const, resolution: 'recovered' };
    const edit = refreshMessage(resolved, world.context, 'jira-resolver');
    const digest = await edit?.perform(1, SIGNAL);
    expect(digest).toBe(digestNow(resolved));
    expect(world.edited).toMatchObject([{ ref: REF, message: { severity: 'resolved' } }]);
    expect(edit?.on_done?.(digest ?? '')).toMatchObject([{ kind: 'message.shown', actor: 'jira-resolver', data: { digest } }]);
  });

  it('has an edit for each time that it comes to show the same again', () => {
    const { context } = createFakeWorld();
    const stale = makeIncident({ message: REF, message_digest: 'other' });
    expect(refreshMessage(stale, context, 'ops-monitor')?.key).not.toBe(refreshMessage({ ...stale, updated_at: iso(1000) }, context, 'ops-monitor')?.key);
    expect(refreshMessage(stale, context, 'ops-monitor')?.key).toBe(refreshMessage(stale, context, 'jira-resolver')?.key);
  });
});

describe('the digest of a message', () => {
  it('changes with everything that people see', () => {
    const { context } = createFakeWorld();
    const message = incidentMessage(makeIncident(), context.render, 'high');
    const others = [{ title: 'x' }, { body: 'x' }, { severity: 'notice' as const }, { fields: [] }].map((change) => messageDigest({ ...message, ...change }));
    expect(new Set([messageDigest(message), ...others]).size).toBe(5);
  });
});

describe('calling people', () => {
  const called = (level: 1 | 2 | 3, incident: Partial<Incident> = {}) =>
    callPeople(makeIncident({ escalation: { level, contact: '@oncall-engineer', at: iso(), reason: '3 tries did not help' }, ...incident }), createFakeWorld().context);

  it('is a new message that mentions, with the proposals', () => {
    expect(called(2, { proposals: ['raise the limit'] })?.input).toMatchObject({ purpose: 'escalation', message: { mention: 'on_call', marker: `atlas:INC-20261120-001:L2:${iso()}`, body: '3 tries did not help\nProposal to people: raise the limit' } });
  });

  it('is not done for Atlas itself, for nobody, or for what is informational', () => {
    expect(called(1)).toBeNull();
    expect(callPeople(makeIncident(), createFakeWorld().context)).toBeNull();
    expect(called(2, { informational: true })).toBeNull();
  });

  it('has a key for each level and each time that it is called', () => {
    const again = called(2, { escalation: { level: 2, contact: '@oncall-engineer', at: iso(60_000), reason: 'handed over after the timer had called' } });
    const keys = [called(2), called(3), again].map((effect) => effect?.key);
    expect(new Set(keys).size).toBe(3);
    expect(called(2)?.key).toBe(called(2, { severity: 'critical' })?.key);
  });
});

import { describe, expect, it } from 'vitest';
import { commentTicket, createTicket, moveTicket, prioritiseTicket, ticketLabel } from '../../../core/effects/incident-ticket.ts';
import type { Incident } from '../../../core/incident.ts';
import { iso, makeAttempt, makeDiagnosis, makeIncident } from '../builders.ts';
import { createFakeWorld, rowOf } from './fake-ports.ts';

const TICKET = { id: '0', key: 'OPS-1' };
const WITH_TICKET = makeIncident({ ticket: TICKET, ticket_state: 'todo', ticket_priority: 'High' });
const DIAGNOSIS = makeDiagnosis();

describe('the ticket of an incident', () => {
  it('is wanted once', () => {
    const { context } = createFakeWorld();
    expect(createTicket(WITH_TICKET, context)).toBeNull();
    expect(createTicket(makeIncident(), context)).toMatchObject({ tool: 'jira.create', incident_id: 'INC-20261120-001' });
  });

  it('has a key that stays the same while the incident grows, and another one in another deployment or for another incident', () => {
    const keyOf = (incident: Incident, deployment: string) => createTicket(incident, createFakeWorld(deployment).context)?.key;
    const key = keyOf(makeIncident(), 'a');
    expect(keyOf(makeIncident({ severity: 'critical', reopened: 2 }), 'a')).toBe(key);
    expect(keyOf(makeIncident(), 'b')).not.toBe(key);
    expect(keyOf(makeIncident({ id: 'INC-20261120-002' }), 'a')).not.toBe(key);
  });

  it('carries its labels, the load-test label only when informational, and its fingerprint', async () => {
    const world = createFakeWorld();
    const label = ticketLabel('deployment-1', 'INC-20261120-001');
    expect(label).toMatch(/^atlas-[0-9a-f]{12}$/);
    const effect = createTicket(makeIncident(), world.context);
    await effect?.perform(1, new AbortController().signal);
    await createTicket(makeIncident({ id: 'INC-20261120-002', informational: true }), world.context)?.perform(1, new AbortController().signal);
    expect(world.drafts[0]).toMatchObject({ labels: ['auto-detected', 'ops-monitor', label], priority: 'High', fingerprint: { incident_id: 'INC-20261120-001', key: effect?.key } });
    expect(world.drafts[1]?.labels).toContain('load-test');
  });

  it('is found again by its label when the answer was lost, with the priority that it was made with', async () => {
    const world = createFakeWorld();
    const first = createTicket(makeIncident(), world.context);
    const row = rowOf(first?.input ?? null);
    expect(await first?.lookup?.(row)).toBeNull();
    await first?.perform(1, new AbortController().signal);
    const worse = createTicket(makeIncident({ severity: 'critical' }), world.context);
    expect(await worse?.lookup?.(row)).toEqual({ ref: { id: '0', key: 'OPS-1' }, priority: 'High' });
  });

  it('may be hidden by an index that lags: an empty search is no proof', () => {
    expect(createTicket(makeIncident(), createFakeWorld().context)?.absent_is_certain).toBeUndefined();
  });
});

describe('moving the ticket', () => {
  it('is wanted when it is not where it belongs', async () => {
    const world = createFakeWorld();
    expect(moveTicket(WITH_TICKET, world.context)).toBeNull();
    expect(moveTicket(makeIncident({ diagnosis: DIAGNOSIS }), world.context)).toBeNull();
    const move = moveTicket({ ...WITH_TICKET, diagnosis: DIAGNOSIS }, world.context);
    const row = rowOf(null);
    expect(await move?.lookup?.(row)).toBeNull();
    expect(await move?.perform(1, new AbortController().signal)).toBe('in_progress');
    expect(world.state).toBe('in_progress');
    expect(await move?.lookup?.(row)).toBe('in_progress');
    expect(move?.on_done?.('in_progress')).toMatchObject([{ kind: 'ticket.moved', incident_id: 'INC-20261120-001', data: { key: 'OPS-1', state: 'in_progress' } }]);
  });

  it('has a key for each passage', () => {
    const { context } = createFakeWorld();
    const keys = [
      { diagnosis: DIAGNOSIS },
      { diagnosis: DIAGNOSIS, attempts: [makeAttempt({ result: 'acted' as const })] },
      { diagnosis: DIAGNOSIS, attempts: [makeAttempt({ result: 'failed' as const })] },
      { diagnosis: DIAGNOSIS, reopened: 1 },
    ].map((incident) => moveTicket(makeIncident({ ...incident, ticket: TICKET, ticket_state: 'done' }), context)?.key);
    expect(new Set(keys).size).toBe(4);
  });
});

describe('the priority of the ticket', () => {
  it('is raised one step when people have to take over', async () => {
    const world = createFakeWorld();
    expect(prioritiseTicket(WITH_TICKET, world.context)).toBeNull();
    const raise = prioritiseTicket({ ...WITH_TICKET, status: 'escalated' }, world.context);
    expect(raise?.input).toEqual({ ticket: 'OPS-1', priority: 'Highest' });
    expect(await raise?.lookup?.(rowOf(null))).toBeNull();
    await raise?.perform(1, new AbortController().signal);
    expect(world.priority).toBe('Highest');
    expect(await raise?.lookup?.(rowOf(null))).toBe('Highest');
    expect(raise?.on_done?.('Highest')).toMatchObject([{ kind: 'ticket.prioritised', data: { priority: 'Highest' } }]);
  });

  it('is not raised again, nor beyond the highest', () => {
    const { context } = createFakeWorld();
    expect(prioritiseTicket({ ...WITH_TICKET, status: 'escalated', ticket_priority: 'Highest' }, context)).toBeNull();
    expect(prioritiseTicket({ ...WITH_TICKET, status: 'escalated', severity: 'critical', ticket_priority: 'Highest' }, context)).toBeNull();
  });
});

describe('comments on the ticket', () => {
  const talkative = { ...WITH_TICKET, diagnosis: DIAGNOSIS, proposals: ['raise the limit'], attempts: [makeAttempt({ result: 'failed', acted_at: iso(), ended_at: iso() })] };

  it('wait for the ticket', () => {
    expect(commentTicket({ ...talkative, ticket: null }, createFakeWorld().context)).toEqual([]);
  });

  it('each have a key and a marker of their own and are looked for by it', async () => {
    const world = createFakeWorld();
    const wishes = commentTicket(talkative, world.context);
    expect(wishes.length).toBeGreaterThanOrEqual(4);
    expect(new Set(wishes.map((wish) => wish.key)).size).toBe(wishes.length);
    for (const wish of wishes) {
      expect(await wish.lookup?.(rowOf(null))).toBeNull();
      await wish.perform(1, new AbortController().signal);
      expect(await wish.lookup?.(rowOf(null))).toBe(true);
    }
    expect(new Set(world.comments.map((comment) => comment.marker)).size).toBe(wishes.length);
  });
});

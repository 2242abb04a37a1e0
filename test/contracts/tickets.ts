import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AtlasError } from '../../core/error.ts';
import type { Tickets } from '../../core/ports.ts';
import { TICKET_STATES } from '../../core/ticket.ts';
import type { TicketDraft } from '../../core/ticket.ts';

export interface TicketsUnderTest {
  readonly tickets: Tickets;
  stop(): Promise<void>;
}

export function draftOf(label: string, more: Partial<TicketDraft> = {}): TicketDraft {
  return {
    summary: `[Auto] cart: error rate 12.3 % (${label})`,
    description: [
      { kind: 'heading', text: 'Symptom' },
      { kind: 'paragraph', content: ['error rate ', { text: '12.3 %', bold: true }, ' against 5 %'] },
      { kind: 'bullets', items: [['trace ', { text: '4bf92f35', href: 'https://signoz.example.org/trace/4bf92f35' }], [{ text: 'restart cart', code: true }]] },
      { kind: 'code', text: 'Error: refused\n    at cart.ts:12' },
    ],
    priority: 'High',
    labels: ['auto-detected', label],
    fingerprint: { incident_id: 'INC-20261120-001', key: label },
    ...more,
  };
}

/** What every ticket system must do for Atlas, whichever it is. */
export function ticketsContract(name: string, make: () => Promise<TicketsUnderTest>): void {
  describe(`${name}: tickets contract`, () => {
    let under_test: TicketsUnderTest;
    let tickets: Tickets;
    beforeAll(async () => {
      under_test = await make();
      tickets = under_test.tickets;
    });
    afterAll(() => under_test.stop());

    it('gives back what was created', async () => {
      const ref = await tickets.create(draftOf('atlas-create'));
      const ticket = await tickets.get(ref.key);
      expect(ticket).toMatchObject({ ...ref, summary: '[Auto] cart: error rate 12.3 % (atlas-create)', state: 'todo', priority: 'High' });
      expect(ticket.labels).toContain('atlas-create');
      expect(Date.parse(ticket.updated_at ?? '')).toBeGreaterThan(0);
      expect(tickets.link(ref.key)).toMatch(/^https?:\/\/.*OPS-\d+$/);
    });

    it('finds by label, lowest key first, and nothing for another label', async () => {
      const first = await tickets.create(draftOf('atlas-twice'));
      const second = await tickets.create(draftOf('atlas-twice'));
      expect(await tickets.findByLabel('atlas-twice', [second.id])).toEqual([first, second]);
      expect(await tickets.findByLabel('atlas-never')).toEqual([]);
    });

    it('moves through every state, and moving to where it is does nothing', async () => {
      const { key } = await tickets.create(draftOf('atlas-move'));
      for (const state of [...TICKET_STATES.slice(1), 'in_progress', 'todo'] as const) {
        await tickets.move(key, state);
        await tickets.move(key, state);
        expect((await tickets.get(key)).state).toBe(state);
      }
    });

    it('finds its own comment by the whole marker only', async () => {
      const { key } = await tickets.create(draftOf('atlas-comment'));
      expect(await tickets.hasComment(key, 'atlas:step-1')).toBe(false);
      await tickets.comment(key, [{ kind: 'paragraph', content: ['restarted; see atlas:step-2'] }], 'atlas:step-12');
      expect(await tickets.hasComment(key, 'atlas:step-12')).toBe(true);
      expect(await tickets.hasComment(key, 'atlas:step-1')).toBe(false);
      expect(await tickets.hasComment(key, 'atlas:step-2')).toBe(false);
    });

    it('raises the priority', async () => {
      const { key } = await tickets.create(draftOf('atlas-priority', { priority: 'Medium' }));
      await tickets.setPriority(key, 'Highest');
      expect((await tickets.get(key)).priority).toBe('Highest');
    });

    it('lists the unfinished, highest priority first', async () => {
      const low = await tickets.create(draftOf('atlas-low', { priority: 'Low' }));
      const top = await tickets.create(draftOf('atlas-top', { priority: 'Highest' }));
      const done = await tickets.create(draftOf('atlas-done'));
      await tickets.move(done.key, 'done');
      const keys = (await tickets.unfinished()).map((ticket) => ticket.key);
      expect(keys).not.toContain(done.key);
      expect(keys.indexOf(top.key)).toBeGreaterThanOrEqual(0);
      expect(keys.indexOf(top.key)).toBeLessThan(keys.indexOf(low.key));
    });

    it('takes any text', async () => {
      const nasty = '*bold* {code} @everyone\u0000\u001b[31m\u202e \ud800 <script>';
      const { key } = await tickets.create(draftOf('atlas-nasty', { summary: `a\nb ${'x'.repeat(400)}`, description: [{ kind: 'paragraph', content: [nasty, ''] }, { kind: 'code', text: '' }] }));
      expect((await tickets.get(key)).summary.length).toBeLessThanOrEqual(255);
    });

    it('refuses what does not exist or is no key, saying that nothing was done', async () => {
      await expect(tickets.move('OPS-999999', 'done')).rejects.toSatisfy((error) => error instanceof AtlasError && error.certainty === 'refused' && !error.retryable);
      await expect(tickets.get('../../myself')).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
      await expect(tickets.findByLabel('a" OR project = "X')).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
    });
  });
}

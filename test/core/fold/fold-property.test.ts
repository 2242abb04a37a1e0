import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newEvent } from '../../../core/event-data.ts';
import type { NewEvent } from '../../../core/event.ts';
import type { EffectStatus } from '../../../core/effect.ts';
import { HOLDER, makeFinding } from '../builders.ts';
import { createStory, opened, refold, STORY_ID } from '../story.ts';

const ERROR = { error_code: 'UPSTREAM_ERROR', message: 'no' };
const FINDINGS = ['payment', 'frontend'].map((service) => makeFinding({ service }));

const key = fc.constantFrom('k1', 'k2');
const n = fc.integer({ min: 1, max: 3 });
const finding = fc.constantFrom(...FINDINGS);
const incident = fc.constantFrom(STORY_ID, 'INC-20261120-002', null);
const findingKeyOf = fc.constantFrom('payment|error_rate', 'frontend|error_rate');

/** What the last event of an effect makes of it. */
const STATUS_AFTER: Readonly<Record<string, EffectStatus>> = {
  'effect.intended': 'intended',
  'effect.attempted': 'attempted',
  'effect.done': 'done',
  'effect.refused': 'refused',
  'effect.ambiguous': 'ambiguous',
  'effect.postponed': 'intended',
  'effect.dry_run': 'dry_run',
};

const effectEvent: fc.Arbitrary<NewEvent> = fc.tuple(key, n, incident).chain(([k, attempt, id]) => {
  const effect = { key: k, tool: 'jira.comment' } as const;
  return fc.constantFrom(
    newEvent('effect.intended', 'jira-resolver', id, { ...effect, input: null }),
    newEvent('effect.attempted', 'jira-resolver', id, { ...effect, attempt, holder: HOLDER }),
    newEvent('effect.done', 'jira-resolver', id, { ...effect, result: null }),
    newEvent('effect.refused', 'jira-resolver', id, { ...effect, error: ERROR }),
    newEvent('effect.ambiguous', 'jira-resolver', id, { ...effect, error: ERROR }),
    newEvent('effect.postponed', 'jira-resolver', id, { ...effect, error: ERROR, not_before: '2026-11-20T13:00:00.000Z' }),
    newEvent('effect.dry_run', 'jira-resolver', id, { ...effect, input: null, text: '' }),
  );
});

const incidentEvent: fc.Arbitrary<NewEvent> = fc.tuple(incident, n, finding, findingKeyOf).chain(([id, attempt, one, of]) =>
  fc.constantFrom(
    opened({ findings: [one] }),
    newEvent('finding.recorded', 'ops-monitor', null, { finding: one, suppressed: null }),
    newEvent('finding.renewed', 'ops-monitor', id, { finding: one }),
    newEvent('finding.cleared', 'ops-monitor', null, { key: of }),
    newEvent('finding.suppressed', 'ops-monitor', null, { key: of, reason: 'hold', by: 'policy' }),
    newEvent('incident.finding_joined', 'ops-monitor', id, { finding: one, severity: 'critical', reason: '' }),
    newEvent('incident.finding_cleared', 'ops-monitor', id, { key: of }),
    newEvent('incident.recovered', 'ops-monitor', id, { reason: '' }),
    newEvent('incident.reopened', 'ops-monitor', id, { reason: '', finding: one }),
    newEvent('incident.resolved', 'jira-resolver', id, { resolution: 'repaired', reason: '' }),
    newEvent('incident.escalated', 'jira-resolver', id, { level: 2, contact: '', reason: '', handed_over: attempt > 1 }),
    newEvent('plan.made', 'jira-resolver', id, { n: attempt, runbook: '', action: 'restart', target: 'payment', reason: '' }),
    newEvent('plan.abandoned', 'jira-resolver', id, { n: attempt, reason: '' }),
    newEvent('repair.acted', 'jira-resolver', id, { n: attempt, fence: 1 }),
    newEvent('verification.passed', 'jira-resolver', id, { n: attempt, reason: '' }),
    newEvent('verification.failed', 'jira-resolver', id, { n: attempt, reason: '' }),
    newEvent('ticket.moved', 'jira-resolver', id, { key: 'OPS-1', state: 'done' }),
    newEvent('message.shown', 'jira-resolver', id, { digest: 'd' }),
    newEvent('lease.granted', 'jira-resolver', null, { name: 'a', holder: HOLDER, locked_by: '', reason: '', expires_at: '', blocks: [] }),
    newEvent('lease.renewed', 'jira-resolver', null, { name: 'a', expires_at: '' }),
    newEvent('lease.released', 'jira-resolver', null, { name: 'a', reason: '' }),
    newEvent('slot.claimed', 'atlas', null, { key: 's', holder: HOLDER }),
    newEvent('slot.finished', 'atlas', null, { key: 's', ok: true }),
  ),
);

const events = fc.array(fc.oneof(effectEvent, incidentEvent), { maxLength: 40 });

describe('any sequence of events', () => {
  it('folds without a throw, and to the same rows once more', () => {
    fc.assert(
      fc.property(events, (sequence) => {
        const story = createStory(...sequence);
        expect([...refold(story.events)]).toEqual([...story.rows()]);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves every effect in the status of its last event, held only while it is attempted', () => {
    fc.assert(
      fc.property(events, (sequence) => {
        const story = createStory(...sequence);
        for (const k of ['k1', 'k2']) {
          const last = story.events.findLast((event) => event.kind.startsWith('effect.') && event.data['key'] === k);
          const row = story.row('effect', k);
          expect(row?.status).toBe(last === undefined ? undefined : STATUS_AFTER[last.kind]);
          if (row?.status === 'attempted') expect(row.holder).toEqual(HOLDER);
          if (row?.status === 'done' || row?.status === 'refused' || row?.status === 'ambiguous') expect(row.holder).toBeNull();
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps an incident in one piece: a resolution exactly while it is resolved, one row a finding', () => {
    fc.assert(
      fc.property(events, (sequence) => {
        const incident_row = createStory(opened(), ...sequence).incident();
        if (incident_row.status === 'resolved') expect(incident_row.resolved_at).not.toBeNull();
        if (incident_row.status === 'reopened') expect(incident_row.resolved_at).toBeNull();
        const keys = incident_row.findings.map((one) => one.key);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 300 },
    );
  });
});

import { createMemoryRows } from '../../adapters/store/memory-rows.ts';
import type { LedgerEvent, NewEvent } from '../../core/event.ts';
import { newEvent, type EventDataByKind, type FoldedKind } from '../../core/event-data.ts';
import { fold } from '../../core/fold/fold.ts';
import type { Incident } from '../../core/incident.ts';
import type { LedgerRows, RowKind } from '../../core/ledger-view.ts';
import { makeDiagnosis, makeFinding, NOON_MS } from './builders.ts';

/** A ledger in memory, as far as folding goes: events one second apart, rows made from them. */
export interface Story {
  readonly events: readonly LedgerEvent[];
  add(...events: readonly NewEvent[]): void;
  /** Adds one event of a folded kind to the incident. */
  tell<K extends FoldedKind>(kind: K, data: EventDataByKind[K]): void;
  row<K extends RowKind>(kind: K, key: string): LedgerRows[K] | null;
  incident(): Incident;
  rows(): ReadonlyMap<string, { readonly status: string; readonly json: string }>;
}

export const STORY_ID = 'INC-20261120-001';

export function toLedgerEvent(event: NewEvent, seq: number, at_ms = NOON_MS + seq * 1000): LedgerEvent {
  // The ledger stores data as JSON: what does not survive that must not be needed by a fold.
  const data = JSON.parse(JSON.stringify(event.data)) as LedgerEvent['data'];
  return { seq, at: new Date(at_ms).toISOString(), kind: event.kind, actor: event.actor, incident_id: event.incident_id ?? null, data, prev_hash: '', hash: '' };
}

export function createStory(...first: readonly NewEvent[]): Story {
  const memory = createMemoryRows();
  const events: LedgerEvent[] = [];
  const story: Story = {
    events,
    add(...more) {
      for (const event of more) {
        const stored = toLedgerEvent(event, events.length + 1);
        events.push(stored);
        for (const change of fold(stored, memory)) memory.apply(change);
      }
    },
    tell(kind, data) {
      story.add(newEvent(kind, 'jira-resolver', STORY_ID, data));
    },
    row: (kind, key) => memory.get(kind, key),
    incident() {
      const incident = memory.get('incident', STORY_ID);
      if (incident === null) throw new Error('the story has no incident');
      return incident;
    },
    rows: () => memory.texts(),
  };
  story.add(...first);
  return story;
}

/** The rows of the same events, folded from nothing once more. */
export function refold(events: readonly LedgerEvent[]): ReadonlyMap<string, { readonly status: string; readonly json: string }> {
  const memory = createMemoryRows();
  for (const event of events) for (const change of fold(event, memory)) memory.apply(change);
  return memory.texts();
}

export function opened(data: Partial<EventDataByKind['incident.opened']> = {}): NewEvent {
  const finding = makeFinding();
  return newEvent('incident.opened', 'ops-monitor', STORY_ID, {
    id: STORY_ID,
    informational: false,
    lock: null,
    service: finding.service,
    suspect_reason: 'the only service with findings',
    symptom: finding.symptom,
    severity: finding.severity,
    findings: [finding],
    trace_ids: [],
    reason: 'above its threshold for 60 s or more',
    ...data,
  });
}

/** A diagnosis that a restart may mend, unless the test says otherwise. */
export function diagnosed(story: Story, repairable = true): void {
  const { at: _at, ...data } = makeDiagnosis({ repairable });
  story.tell('diagnosis.recorded', data);
}

export function planned(story: Story, n: number): void {
  story.tell('plan.made', { n, runbook: 'high-error-rate', action: 'restart', target: 'payment', reason: 'it is for the symptom error_rate' });
}

export function acted(story: Story, n: number): void {
  story.tell('repair.acted', { n, fence: 17 });
}

export function checked(story: Story, passed: boolean): void {
  story.tell('verification.checked', { passed, reason: passed ? 'within every limit' : 'error rate 41.0 %', error_rate: passed ? 0 : 0.41, latency_p95_ms: null, latency_p99_ms: 100, requests: 500 });
}

export function failedTry(story: Story, n: number): void {
  planned(story, n);
  acted(story, n);
  checked(story, false);
  checked(story, false);
  story.tell('verification.failed', { n, reason: 'error rate 41.0 %' });
}

export function resolved(story: Story, resolution = 'repaired'): void {
  story.tell('incident.resolved', { resolution, reason: 'verified' });
}

export function handedOver(story: Story, level: 1 | 2 | 3 = 2): void {
  story.tell('incident.escalated', { level, contact: '@oncall-engineer', reason: '3 tries did not help', handed_over: true });
}

export function reopened(story: Story): void {
  story.tell('incident.reopened', { reason: 'error_rate above, within the deduplication time', finding: makeFinding() });
}

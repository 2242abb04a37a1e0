import type { EffectRow } from '../effect.ts';
import { dataOf, type EventDataByKind } from '../event-data.ts';
import type { LedgerEvent } from '../event.ts';
import type { RowChange, RowReader } from '../ledger-view.ts';

type EffectKind = Extract<keyof EventDataByKind, `effect.${string}`>;

/** The outbox: one row an effect, whatever happened to it last. */
export function foldEffect(event: LedgerEvent, read: RowReader): readonly RowChange[] {
  if (!event.kind.startsWith('effect.')) return [];
  const data = event.data as unknown as EventDataByKind[EffectKind];
  const before = read.get('effect', data.key) ?? emptyRow(event, data);
  const row = next(event, before);
  return row === null ? [] : [{ kind: 'effect', key: row.key, status: row.status, row }];
}

function emptyRow(event: LedgerEvent, data: EventDataByKind[EffectKind]): EffectRow {
  return {
    key: data.key,
    tool: data.tool,
    actor: event.actor,
    incident_id: event.incident_id,
    status: 'intended',
    attempts: 0,
    holder: null,
    input: null,
    result: null,
    error: null,
    intended_at: event.at,
    attempted_at: null,
    finished_at: null,
    not_before: null,
  };
}

function next(event: LedgerEvent, before: EffectRow): EffectRow | null {
  const intended = dataOf(event, 'effect.intended');
  if (intended !== null) return { ...before, status: 'intended', input: intended.input };
  const attempted = dataOf(event, 'effect.attempted');
  if (attempted !== null) {
    return { ...before, status: 'attempted', attempts: attempted.attempt, holder: attempted.holder, attempted_at: event.at, not_before: null };
  }
  const done = dataOf(event, 'effect.done');
  if (done !== null) return { ...before, status: 'done', result: done.result, error: null, holder: null, finished_at: event.at, not_before: null };
  const refused = dataOf(event, 'effect.refused');
  if (refused !== null) return { ...before, status: 'refused', error: refused.error, holder: null, finished_at: event.at, not_before: null };
  const ambiguous = dataOf(event, 'effect.ambiguous');
  if (ambiguous !== null) {
    return { ...before, status: 'ambiguous', error: ambiguous.error, holder: null, not_before: ambiguous.not_before ?? null };
  }
  const postponed = dataOf(event, 'effect.postponed');
  if (postponed !== null) return { ...before, status: 'intended', error: postponed.error, holder: null, not_before: postponed.not_before };
  const dry = dataOf(event, 'effect.dry_run');
  if (dry !== null) return { ...before, status: 'dry_run', input: dry.input, finished_at: event.at };
  return null;
}

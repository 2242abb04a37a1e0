import type { SQLOutputValue } from 'node:sqlite';
import type { Actor, EventData, LedgerEvent } from '../../core/event.ts';

/** One line of the `events` table as SQLite gives it; `data` is still text. */
export interface StoredEvent {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly actor: string;
  readonly incident_id: string | null;
  readonly data: string;
  readonly prev_hash: string;
  readonly hash: string;
}

export const EVENT_COLUMNS = 'seq, at, kind, actor, incident_id, data, prev_hash, hash';

export type SqlRow = Record<string, SQLOutputValue>;

export function storedEvent(row: SqlRow): StoredEvent {
  return {
    seq: numberOf(row, 'seq'),
    at: textOf(row, 'at'),
    kind: textOf(row, 'kind'),
    actor: textOf(row, 'actor'),
    incident_id: row['incident_id'] === null ? null : textOf(row, 'incident_id'),
    data: textOf(row, 'data'),
    prev_hash: textOf(row, 'prev_hash'),
    hash: textOf(row, 'hash'),
  };
}

/** We wrote the row ourselves through typed events, so its actor and data have the types that they had then. */
export function ledgerEvent(row: SqlRow): LedgerEvent {
  const stored = storedEvent(row);
  return { ...stored, actor: stored.actor as Actor, data: JSON.parse(stored.data) as EventData };
}

export function textOf(row: SqlRow, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : String(value);
}

export function numberOf(row: SqlRow, column: string): number {
  return Number(row[column]);
}

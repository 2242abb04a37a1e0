import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LedgerEvent } from '../../core/event.ts';
import type { EventQuery, LedgerRows, LedgerView, RowKind } from '../../core/ledger-view.ts';
import { GENESIS_HASH } from './canonical.ts';
import { EVENT_COLUMNS, ledgerEvent, numberOf, textOf } from './stored-event.ts';

// Must be the very expression of the index `events_attempted`, or SQLite does not use it.
const ATTEMPTED_TOOL = "kind = 'effect.attempted' AND json_extract(data, '$.tool') = ?";

/** A LedgerView on an open database. It is consistent as long as the caller holds a transaction open. */
export function createSqlView(database: DatabaseSync): LedgerView {
  const prepared = new Map<string, StatementSync>();
  function sql(text: string): StatementSync {
    const known = prepared.get(text);
    if (known !== undefined) return known;
    const statement = database.prepare(text);
    prepared.set(text, statement);
    return statement;
  }

  return {
    get<K extends RowKind>(kind: K, key: string): LedgerRows[K] | null {
      const row = sql('SELECT json FROM rows WHERE kind = ? AND key = ?').get(kind, key);
      return row === undefined ? null : parseRow<K>(textOf(row, 'json'));
    },
    list<K extends RowKind>(kind: K, statuses?: readonly string[]): readonly LedgerRows[K][] {
      const ofStatus = statuses === undefined ? '' : `AND status IN (${placeholders(statuses.length)})`;
      const rows = sql(`SELECT json FROM rows WHERE kind = ? ${ofStatus} ORDER BY created_seq, key`).all(kind, ...(statuses ?? []));
      return rows.map((row) => parseRow<K>(textOf(row, 'json')));
    },
    events(query: EventQuery): readonly LedgerEvent[] {
      const { text, values } = eventSql(query);
      return sql(text).all(...values).map(ledgerEvent);
    },
    attemptsSince(tool: string, since: string): number {
      const row = sql(`SELECT count(*) AS n FROM events WHERE ${ATTEMPTED_TOOL} AND at >= ?`).get(tool, since);
      return row === undefined ? 0 : numberOf(row, 'n');
    },
    head(): { readonly seq: number; readonly hash: string } {
      const row = sql('SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1').get();
      return row === undefined ? { seq: 0, hash: GENESIS_HASH } : { seq: numberOf(row, 'seq'), hash: textOf(row, 'hash') };
    },
  };
}

function eventSql(query: EventQuery): { readonly text: string; readonly values: readonly (string | number)[] } {
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  if (query.after_seq !== undefined) {
    conditions.push('seq > ?');
    values.push(query.after_seq);
  }
  if (query.kinds !== undefined) {
    conditions.push(`kind IN (${placeholders(query.kinds.length)})`);
    values.push(...query.kinds);
  }
  if (query.incident_id !== undefined) {
    conditions.push('incident_id = ?');
    values.push(query.incident_id);
  }
  if (query.attempted_tool !== undefined) {
    conditions.push(ATTEMPTED_TOOL);
    values.push(query.attempted_tool);
  }
  if (query.since !== undefined) {
    conditions.push('at >= ?');
    values.push(query.since);
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const limit = query.limit === undefined ? '' : 'LIMIT ?';
  if (query.limit !== undefined) values.push(query.limit);
  return { text: `SELECT ${EVENT_COLUMNS} FROM events ${where} ORDER BY seq ${query.newest_first === true ? 'DESC' : ''} ${limit}`, values };
}

function placeholders(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ');
}

/** Only the fold writes rows, so a row of a kind has that kind's type. */
function parseRow<K extends RowKind>(json: string): LedgerRows[K] {
  return JSON.parse(json) as LedgerRows[K];
}

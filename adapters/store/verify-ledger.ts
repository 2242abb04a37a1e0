import type { DatabaseSync } from 'node:sqlite';
import { fold } from '../../core/fold/fold.ts';
import type { RowReader } from '../../core/ledger-view.ts';
import { eventHash, GENESIS_HASH } from './canonical.ts';
import { openLedgerReadOnly } from './ledger-database.ts';
import { createMemoryRows, type MemoryRows } from './memory-rows.ts';
import { EVENT_COLUMNS, ledgerEvent, storedEvent, textOf, type SqlRow } from './stored-event.ts';

/** What was said elsewhere (a ticket, a message) about the ledger: the first 8 hex digits of the hash at `seq`. */
export interface LedgerAnchor {
  readonly seq: number;
  readonly hash8: string;
}

export interface LedgerVerdict {
  readonly ok: boolean;
  readonly events: number;
  readonly head: { readonly seq: number; readonly hash: string };
  /** In words, at most 100; empty exactly when ok. */
  readonly problems: readonly string[];
}

const CHUNK = 1_000;
const MOST_PROBLEMS = 100;
const TRIGGERS = ['events_never_change', 'events_never_vanish'];

/**
 * Reads the whole ledger again: the chain (gaps, order, hashes), the rows against a new fold of the events, the file's own structure,
 * and what is anchored elsewhere. Only anchors can show that the newest events were cut off or everything was written anew.
 * Memory: the folded rows once. Never throws for a damaged ledger: that is a problem in the verdict.
 */
export async function verifyLedger(file: string, anchors: readonly LedgerAnchor[] = []): Promise<LedgerVerdict> {
  const problems: string[] = [];
  let head = { seq: 0, hash: GENESIS_HASH };
  let events = 0;
  let database: DatabaseSync | null = null;
  try {
    database = openLedgerReadOnly(file);
    // One snapshot for everything: the others go on writing meanwhile.
    database.exec('BEGIN');
    checkStructure(database, problems);
    const rows = createMemoryRows();
    const unmet = new Map(anchors.map((anchor) => [anchor.seq, anchor.hash8]));
    const page = database.prepare(`SELECT ${EVENT_COLUMNS} FROM events WHERE seq > ? ORDER BY seq LIMIT ${CHUNK}`);
    for (let chunk = page.all(Number.MIN_SAFE_INTEGER); chunk.length > 0; chunk = page.all(head.seq)) {
      for (const row of chunk) {
        head = checkEvent(row, head, problems);
        checkAnchor(head, unmet, problems);
        refold(row, rows, problems);
        events += 1;
      }
      await new Promise(setImmediate);
    }
    for (const [seq] of unmet) problems.push(`event ${seq}: anchored elsewhere, but not in the ledger, which ends at ${head.seq}`);
    compareRows(database, rows, problems);
  } catch (error) {
    problems.push(`the ledger cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    database?.close();
  }
  return { ok: problems.length === 0, events, head, problems: problems.slice(0, MOST_PROBLEMS) };
}

function checkStructure(database: DatabaseSync, problems: string[]): void {
  for (const row of database.prepare('PRAGMA integrity_check(10)').all()) {
    const line = textOf(row, 'integrity_check');
    if (line !== 'ok') problems.push(`file structure: ${line}`);
  }
  const triggers = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'events'").all();
  const names = triggers.map((row) => textOf(row, 'name'));
  for (const name of TRIGGERS) if (!names.includes(name)) problems.push(`the trigger ${name}, which keeps events from being changed, is gone`);
}

function checkEvent(row: SqlRow, before: LedgerVerdict['head'], problems: string[]): LedgerVerdict['head'] {
  const event = storedEvent(row);
  if (event.seq !== before.seq + 1) problems.push(`event ${event.seq}: follows ${before.seq}, some are missing`);
  if (event.prev_hash !== before.hash) problems.push(`event ${event.seq}: does not follow the event before it (prev_hash)`);
  if (eventHash(event.prev_hash, event) !== event.hash) problems.push(`event ${event.seq}: its content does not match its hash`);
  return { seq: event.seq, hash: event.hash };
}

function checkAnchor(head: LedgerVerdict['head'], unmet: Map<number, string>, problems: string[]): void {
  const hash8 = unmet.get(head.seq);
  if (hash8 === undefined) return;
  unmet.delete(head.seq);
  if (!head.hash.startsWith(hash8)) problems.push(`event ${head.seq}: is not the one that was anchored elsewhere (${hash8})`);
}

function refold(row: SqlRow, rows: MemoryRows, problems: string[]): void {
  try {
    const event = ledgerEvent(row);
    const reader: RowReader = rows;
    for (const change of fold(event, reader)) rows.apply(change);
  } catch (error) {
    problems.push(`event ${textOf(row, 'seq')}: cannot be folded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function compareRows(database: DatabaseSync, rows: MemoryRows, problems: string[]): void {
  const expected = rows.texts();
  for (const row of database.prepare('SELECT kind, key, status, json FROM rows').iterate()) {
    const name = `${textOf(row, 'kind')} ${textOf(row, 'key')}`;
    const wanted = expected.get(name);
    if (wanted === undefined) problems.push(`row ${name}: no event made it`);
    else if (wanted.status !== textOf(row, 'status') || wanted.json !== textOf(row, 'json')) problems.push(`row ${name}: differs from what the events say`);
    expected.delete(name);
  }
  for (const name of expected.keys()) problems.push(`row ${name}: is missing`);
}

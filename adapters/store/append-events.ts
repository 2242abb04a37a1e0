import type { DatabaseSync } from 'node:sqlite';
import type { LedgerEvent, NewEvent } from '../../core/event.ts';
import { fold } from '../../core/fold/fold.ts';
import type { LedgerView } from '../../core/ledger-view.ts';
import { eventHash } from './canonical.ts';
import { cleanData, type Redact } from './clean-data.ts';

/** Appends inside the transaction that the caller holds: chain, event, and the rows folded from it. */
export type AppendEvents = (events: readonly NewEvent[], at: string) => readonly LedgerEvent[];

export function createAppendEvents(database: DatabaseSync, view: LedgerView, redact: Redact | null): AppendEvents {
  const insertEvent = database.prepare(
    'INSERT INTO events (seq, at, kind, actor, incident_id, data, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const putRow = database.prepare(
    `INSERT INTO rows (kind, key, status, json, created_seq, updated_seq) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (kind, key) DO UPDATE SET status = excluded.status, json = excluded.json, updated_seq = excluded.updated_seq`,
  );
  const removeRow = database.prepare('DELETE FROM rows WHERE kind = ? AND key = ?');

  return function appendEvents(events, at) {
    if (events.length === 0) return [];
    let { seq, hash } = view.head();
    return events.map((fresh) => {
      const { data, text } = cleanData(fresh.data, redact);
      const prev_hash = hash;
      const incident_id = fresh.incident_id ?? null;
      seq += 1;
      hash = eventHash(prev_hash, { seq, at, kind: fresh.kind, actor: fresh.actor, incident_id, data: text });
      insertEvent.run(seq, at, fresh.kind, fresh.actor, incident_id, text, prev_hash, hash);
      const event: LedgerEvent = { seq, at, kind: fresh.kind, actor: fresh.actor, incident_id, data, prev_hash, hash };
      for (const change of fold(event, view)) {
        if (change.row === null) removeRow.run(change.kind, change.key);
        else putRow.run(change.kind, change.key, change.status, JSON.stringify(change.row), seq, seq);
      }
      return event;
    });
  };
}

import { openLedgerReadOnly } from './ledger-database.ts';
import { EVENT_COLUMNS, ledgerEvent, numberOf } from './stored-event.ts';

const CHUNK = 500;

/** Every event as one line of JSON without its line end, oldest first. Read in pieces, so that a slow reader holds up nobody who writes. */
export async function* exportLedger(file: string, after_seq = 0): AsyncGenerator<string, void, undefined> {
  const database = openLedgerReadOnly(file);
  try {
    const page = database.prepare(`SELECT ${EVENT_COLUMNS} FROM events WHERE seq > ? ORDER BY seq LIMIT ${CHUNK}`);
    let last = after_seq;
    for (;;) {
      const rows = page.all(last);
      if (rows.length === 0) return;
      for (const row of rows) {
        last = numberOf(row, 'seq');
        yield JSON.stringify(ledgerEvent(row));
      }
      await new Promise(setImmediate);
    }
  } finally {
    database.close();
  }
}

import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AtlasError } from '../../core/error.ts';
import { sqliteTrouble } from './sqlite-error.ts';

export const SCHEMA_VERSION = 1;

// `incident_id` and `tool` are indexed only where they are there: most events have neither, and every index costs each commit a page.
const SCHEMA = `
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  incident_id TEXT,
  data TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX events_kind ON events (kind, seq);
CREATE INDEX events_incident ON events (incident_id, seq) WHERE incident_id IS NOT NULL;
CREATE INDEX events_attempted ON events (json_extract(data, '$.tool'), at) WHERE kind = 'effect.attempted';
CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_never_vanish BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TABLE rows (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  status TEXT NOT NULL,
  json TEXT NOT NULL,
  created_seq INTEGER NOT NULL,
  updated_seq INTEGER NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX rows_status ON rows (kind, status);
`;

const SETUP_ATTEMPTS = 200;
const SETUP_PAUSE_MS = 25;

/**
 * Opens (and creates) the ledger's database: WAL, `synchronous=FULL`.
 * `busy_timeout_ms` is how long a statement may block the event loop for another process.
 * Throws VALIDATION_ERROR for a file that a newer Atlas wrote, INTERNAL_ERROR for one that is no ledger.
 */
export function openLedgerDatabase(file: string, busy_timeout_ms: number): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    let database: DatabaseSync | null = null;
    try {
      database = new DatabaseSync(file, { timeout: busy_timeout_ms });
      // Before anything is changed: a newer file stays exactly as it is.
      refuseNewer(database, file);
      setUp(database);
      syncFolder(dirname(file));
      return database;
    } catch (error) {
      database?.close();
      if (sqliteTrouble(error) !== 'busy' || attempt >= SETUP_ATTEMPTS) throw openError(error, file);
      // Only at start, and switching to WAL ignores SQLite's own busy timeout: several processes may start at once.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SETUP_PAUSE_MS);
    }
  }
}

/** For looking only: verification and export. */
export function openLedgerReadOnly(file: string): DatabaseSync {
  try {
    const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    refuseNewer(database, file);
    return database;
  } catch (error) {
    throw openError(error, file);
  }
}

function refuseNewer(database: DatabaseSync, file: string): void {
  const version = schemaVersion(database);
  if (version <= SCHEMA_VERSION) return;
  throw new AtlasError('VALIDATION_ERROR', `${file} was written by a newer Atlas (schema ${version}; this one knows ${SCHEMA_VERSION})`);
}

function setUp(database: DatabaseSync): void {
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;');
  if (schemaVersion(database) === SCHEMA_VERSION) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    if (schemaVersion(database) === 0) database.exec(`${SCHEMA} PRAGMA user_version = ${SCHEMA_VERSION};`);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function schemaVersion(database: DatabaseSync): number {
  const version = database.prepare('PRAGMA user_version').get()?.['user_version'];
  return typeof version === 'number' ? version : 0;
}

function openError(error: unknown, file: string): unknown {
  const trouble = sqliteTrouble(error);
  if (trouble === null) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new AtlasError('INTERNAL_ERROR', `the ledger ${file} cannot be opened (${trouble}): ${message}`, { cause: error, details: { trouble } });
}

function syncFolder(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isAgentName, type AgentName, type Holder } from '../../core/agent.ts';
import type { Clock, Heartbeat, Heartbeats } from '../../core/ports.ts';
import type { IsAlive } from './holder.ts';
import { sqliteTrouble } from './sqlite-error.ts';
import { numberOf, textOf, type SqlRow } from './stored-event.ts';

/** Heartbeats, and who is the one living process of each agent. */
export interface HeartbeatStore extends Heartbeats {
  /** For createIsAlive: the newest beat of that very instance, or null. */
  lastBeat_ms(holder: Holder): number | null;
  /** Makes `holder` the one process of `agent`, or names the living one that is it already. Claiming counts as a heartbeat. */
  claimSingleton(agent: AgentName, holder: Holder, isAlive: IsAlive): { readonly claimed: true } | { readonly claimed: false; readonly by: Holder };
  /** Gives the place up, if `holder` has it. */
  releaseSingleton(agent: AgentName, holder: Holder): void;
  close(): void;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS heartbeats (agent TEXT PRIMARY KEY, instance TEXT NOT NULL, holder TEXT NOT NULL, beat_at_ms INTEGER NOT NULL, status TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS singletons (agent TEXT PRIMARY KEY, instance TEXT NOT NULL, holder TEXT NOT NULL) STRICT;
`;
const BEAT = `INSERT INTO heartbeats (agent, instance, holder, beat_at_ms, status) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (agent) DO UPDATE SET instance = excluded.instance, holder = excluded.holder, beat_at_ms = excluded.beat_at_ms, status = excluded.status`;

/**
 * A small database of its own: beats are many and worth nothing after a power loss, so they must not cost the ledger a sync each.
 * A damaged file is put aside (`….damaged`) and begun anew.
 */
export function openHeartbeats(options: { readonly file: string; readonly clock: Clock }): HeartbeatStore {
  const { file, clock } = options;
  const database = openOrBegin(file);
  const beat = database.prepare(BEAT);
  const lastBeat = database.prepare('SELECT beat_at_ms FROM heartbeats WHERE instance = ?');
  const single = database.prepare('SELECT holder FROM singletons WHERE agent = ?');
  const claim = database.prepare(
    'INSERT INTO singletons (agent, instance, holder) VALUES (?, ?, ?) ON CONFLICT (agent) DO UPDATE SET instance = excluded.instance, holder = excluded.holder',
  );

  return {
    async beat(holder, status) {
      beat.run(holder.agent, holder.instance, JSON.stringify(holder), clock.now(), status);
    },
    async all() {
      return database.prepare('SELECT agent, holder, beat_at_ms, status FROM heartbeats ORDER BY agent').all().flatMap(heartbeat);
    },
    lastBeat_ms(holder) {
      const row = lastBeat.get(holder.instance);
      return row === undefined ? null : numberOf(row, 'beat_at_ms');
    },
    claimSingleton(agent, holder, isAlive) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const row = single.get(agent);
        const before = row === undefined ? null : holderOf(row);
        if (before !== null && before.instance !== holder.instance && isAlive(before)) {
          database.exec('ROLLBACK');
          return { claimed: false, by: before };
        }
        claim.run(agent, holder.instance, JSON.stringify(holder));
        beat.run(agent, holder.instance, JSON.stringify(holder), clock.now(), 'starting');
        database.exec('COMMIT');
        return { claimed: true };
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    releaseSingleton(agent, holder) {
      database.prepare('DELETE FROM singletons WHERE agent = ? AND instance = ?').run(agent, holder.instance);
    },
    close: () => database.close(),
  };
}

function openOrBegin(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  try {
    return open(file);
  } catch (error) {
    if (sqliteTrouble(error) !== 'damaged') throw error;
    renameSync(file, `${file}.damaged`);
    for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    return open(file);
  }
}

function open(file: string): DatabaseSync {
  // A beat is one small write: half a second of waiting for the others is enough by far, also when they all start at once.
  const database = new DatabaseSync(file, { timeout: 500 });
  try {
    setUp(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function setUp(database: DatabaseSync): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${SCHEMA}`);
      return;
    } catch (error) {
      if (sqliteTrouble(error) !== 'busy' || attempt >= 200) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 25);
    }
  }
}

/** Written by ourselves, from a Holder. */
function holderOf(row: SqlRow): Holder {
  return JSON.parse(textOf(row, 'holder')) as Holder;
}

function heartbeat(row: SqlRow): readonly Heartbeat[] {
  const agent = textOf(row, 'agent');
  if (!isAgentName(agent)) return [];
  return [{ agent, holder: holderOf(row), beat_at_ms: numberOf(row, 'beat_at_ms'), status: textOf(row, 'status') }];
}

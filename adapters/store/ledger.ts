import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { AtlasError } from '../../core/error.ts';
import type { LedgerEvent } from '../../core/event.ts';
import type { Decision, LedgerView } from '../../core/ledger-view.ts';
import type { Clock, Ledger } from '../../core/ports.ts';
import { createAppendEvents, type AppendEvents } from './append-events.ts';
import type { Redact } from './clean-data.ts';
import { openLedgerDatabase } from './ledger-database.ts';
import { createSqlView } from './sql-view.ts';
import { sqliteTrouble, storeError } from './sqlite-error.ts';

export interface LedgerOptions {
  /** e.g. `state/ledger.db`; its folder is created. Several processes may open the same file. */
  readonly file: string;
  readonly clock: Clock;
  /** Applied to every string of every event's data before it is stored. */
  readonly redact?: Redact;
  /** How long one statement may block the event loop while another process writes. */
  readonly busy_timeout_ms?: number;
  /** After so long without getting the write lock a transaction is rejected with CONFLICT. */
  readonly give_up_ms?: number;
}

type Appended<T> = { readonly result: T; readonly events: readonly LedgerEvent[] };

interface Waiting {
  readonly since_ms: number;
  /** Decides and appends in the open transaction; `answer` is for after the commit. */
  readonly run: (connection: Connection, at: string) => { readonly wrote: boolean; readonly answer: () => void };
  readonly reject: (error: unknown) => void;
}

interface Connection {
  readonly database: DatabaseSync;
  readonly begin: StatementSync;
  readonly commit: StatementSync;
  readonly view: LedgerView;
  readonly append: AppendEvents;
}

// Transactions that wait at the same time share one commit: the disk's sync is what costs, and each keeps its own all-or-nothing.
const LARGEST_BATCH = 64;
const FIRST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 40;

/**
 * The ledger on SQLite. A promise of `transact` or `append` resolves when the events are on disk; it rejects with an AtlasError, and
 * nothing is written, when they can't be. Closing rejects what still waits.
 */
export function openLedger(options: LedgerOptions): Ledger {
  const { clock } = options;
  const giveUp_ms = options.give_up_ms ?? 30_000;
  let connection: Connection | null = connect(options);
  let waiting: Waiting[] = [];
  let flushing = false;
  let closed = false;

  function current(): Connection {
    if (closed) throw closedError();
    connection ??= connect(options);
    return connection;
  }

  /** After a failed write or sync the kernel may hold pages that it wrongly calls clean: start from what the disk says. */
  function reconnectNextTime(): void {
    connection?.database.close();
    connection = null;
  }

  async function flush(): Promise<void> {
    let pause_ms = FIRST_PAUSE_MS;
    while (waiting.length > 0 && !closed) {
      const batch = waiting.slice(0, LARGEST_BATCH);
      const outcome = tryBatch(batch);
      if (outcome === 'busy') {
        waiting = dropOverdue(waiting, clock.monotonic_ms() - giveUp_ms);
        await clock.sleep(pause_ms * (0.5 + Math.random()));
        pause_ms = Math.min(LONGEST_PAUSE_MS, pause_ms * 2);
        continue;
      }
      pause_ms = FIRST_PAUSE_MS;
      waiting = waiting.slice(batch.length);
      for (const settle of outcome) settle();
      // Let those who were answered ask again, so that they can share the next commit.
      await new Promise(setImmediate);
    }
    flushing = false;
  }

  function tryBatch(batch: readonly Waiting[]): 'busy' | readonly (() => void)[] {
    try {
      return commitBatch(current(), batch, clock.now());
    } catch (error) {
      const trouble = sqliteTrouble(error);
      if (trouble === 'busy') return 'busy';
      if (trouble === 'io' || trouble === 'full') reconnectNextTime();
      // One decision's fault must not fail its neighbours: each is tried alone. Deciding again is allowed.
      if (batch.length > 1 && trouble === null && !closed) return alone(batch);
      return batch.map((one) => () => one.reject(storeError(error)));
    }
  }

  function alone(batch: readonly Waiting[]): readonly (() => void)[] {
    return batch.flatMap((one) => {
      const outcome = tryBatch([one]);
      if (outcome !== 'busy') return outcome;
      waiting.push(one);
      return [];
    });
  }

  function enqueue<T>(decide: (view: LedgerView) => Decision<T>): Promise<Appended<T>> {
    return new Promise((resolve, reject) => {
      if (closed) {
        reject(closedError());
        return;
      }
      waiting.push({
        since_ms: clock.monotonic_ms(),
        run({ view, append }, at) {
          const { events: fresh, result } = decide(view);
          const events = append(fresh, at);
          return { wrote: events.length > 0, answer: () => resolve({ result, events }) };
        },
        reject,
      });
      if (flushing) return;
      flushing = true;
      queueMicrotask(() => void flush());
    });
  }

  async function read<T>(look: (view: LedgerView) => T): Promise<T> {
    const { database, view } = current();
    database.exec('BEGIN');
    try {
      return look(view);
    } finally {
      database.exec('ROLLBACK');
    }
  }

  return {
    transact: enqueue,
    read,
    async append(events) {
      return (await enqueue(() => ({ events, result: null }))).events;
    },
    get: (kind, key) => read((view) => view.get(kind, key)),
    list: (kind, statuses) => read((view) => view.list(kind, statuses)),
    events: (query) => read((view) => view.events(query)),
    close() {
      if (closed) return;
      closed = true;
      connection?.database.close();
      for (const one of waiting) one.reject(closedError());
      waiting = [];
    },
  };
}

function connect(options: LedgerOptions): Connection {
  const database = openLedgerDatabase(options.file, options.busy_timeout_ms ?? 10);
  const view = createSqlView(database);
  return {
    database,
    begin: database.prepare('BEGIN IMMEDIATE'),
    commit: database.prepare('COMMIT'),
    view,
    append: createAppendEvents(database, view, options.redact ?? null),
  };
}

/** All of the batch in one transaction; the answers are for after it. Throws with nothing written otherwise. */
function commitBatch(connection: Connection, batch: readonly Waiting[], now_ms: number): readonly (() => void)[] {
  const { database } = connection;
  connection.begin.run();
  try {
    const at = new Date(now_ms).toISOString();
    const ran = batch.map((one) => one.run(connection, at));
    if (ran.some((one) => one.wrote)) connection.commit.run();
    else database.exec('ROLLBACK');
    return ran.map((one) => one.answer);
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function dropOverdue(waiting: readonly Waiting[], before_ms: number): Waiting[] {
  for (const one of waiting) {
    if (one.since_ms >= before_ms) continue;
    one.reject(new AtlasError('CONFLICT', 'another process kept the ledger busy for too long', { retryable: true }));
  }
  return waiting.filter((one) => one.since_ms >= before_ms);
}

function closedError(): AtlasError {
  return new AtlasError('INTERNAL_ERROR', 'the ledger is closed');
}

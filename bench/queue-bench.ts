import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { systemClock } from '../adapters/host/clock.ts';
import { createHolder } from '../adapters/store/holder.ts';
import { openLedger } from '../adapters/store/ledger.ts';
import { startQueueConsumer } from '../adapters/store/queue-consumer.ts';
import { createQueueProducer } from '../adapters/store/queue-producer.ts';
import { claimSlot, finishSlot } from '../adapters/store/slots.ts';
import { slotKey } from '../core/slot.ts';

export interface QueueFigures {
  readonly jobs: number;
  readonly ours_jobs_per_s: number;
  /** Raw BullMQ no-op jobs, and as many bare durable commits as our jobs write to the ledger, one after the other. */
  readonly floor_jobs_per_s: number;
  readonly ratio: number;
}

/** Each job claims its slot and finishes it. */
const LEDGER_WRITES_PER_JOB = 2;
const OFFERS_AT_ONCE = 20;

/** Jobs through our queue with their ledger writes, against the parts that they are made of, on the same Redis and disk. */
export async function benchQueue(redis_url: string, jobs: number): Promise<QueueFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'atlas-bench-'));
  try {
    await ourJobs(redis_url, folder, Math.ceil(jobs / 10), 'warm');
    await rawJobs(redis_url, Math.ceil(jobs / 10), 'warm');
    // Taken in turns, so that a disk or a neighbour that slows down slows both.
    let ours_s = 0;
    let floor_s = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const part = Math.ceil(jobs / ROUNDS);
      ours_s += await ourJobs(redis_url, folder, part, `ours${round}`);
      floor_s += await rawJobs(redis_url, part, `raw${round}`);
      floor_s += bareCommits(join(folder, `bare${round}.db`), part * LEDGER_WRITES_PER_JOB);
    }
    const done = Math.ceil(jobs / ROUNDS) * ROUNDS;
    return { jobs: done, ours_jobs_per_s: done / ours_s, floor_jobs_per_s: done / floor_s, ratio: floor_s / ours_s };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const ROUNDS = 4;

async function ourJobs(url: string, folder: string, jobs: number, name: string): Promise<number> {
  const ledger = openLedger({ file: join(folder, `${name}.db`), clock: systemClock() });
  const holder = createHolder('ops-monitor');
  const prefix = `bench-${process.pid}-${name}`;
  const producer = createQueueProducer({ url, prefix });
  const finished = Promise.withResolvers<void>();
  let left = jobs;
  const consumer = startQueueConsumer({
    agent: 'ops-monitor',
    url,
    prefix,
    handle: async ({ schedule, due_ms }) => {
      const key = slotKey('ops-monitor', schedule, due_ms);
      const claim = await claimSlot(ledger, { key, holder, actor: 'ops-monitor' }, () => true);
      if (claim.claimed) await finishSlot(ledger, { key, holder, actor: 'ops-monitor', ok: true });
      left -= 1;
      if (left === 0) finished.resolve();
    },
  });
  const start = performance.now();
  await inBatches(jobs, (n) => producer.offer({ agent: 'ops-monitor', schedule: 'check', due_ms: n * 1_000 }));
  await finished.promise;
  const seconds = (performance.now() - start) / 1000;
  await Promise.all([consumer.close(), producer.close()]);
  ledger.close();
  return seconds;
}

async function rawJobs(url: string, jobs: number, name: string): Promise<number> {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const worker_connection = connection.duplicate();
  const queueName = `bench-raw-${process.pid}-${name}`;
  const queue = new Queue(queueName, { connection, defaultJobOptions: { removeOnComplete: true } });
  const finished = Promise.withResolvers<void>();
  let left = jobs;
  const worker = new Worker(
    queueName,
    () => {
      left -= 1;
      if (left === 0) finished.resolve();
      return Promise.resolve();
    },
    { connection: worker_connection, concurrency: OFFERS_AT_ONCE },
  );
  const start = performance.now();
  await inBatches(jobs, (n) => queue.add('noop', { n }));
  await finished.promise;
  const seconds = (performance.now() - start) / 1000;
  await worker.close();
  await queue.close();
  connection.disconnect();
  worker_connection.disconnect();
  return seconds;
}

/** Rows of about the size of a ledger event, one durable commit each. */
export function bareCommits(file: string, commits: number): number {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE bare (n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO bare (n, text) VALUES (?, ?)');
  const text = 'x'.repeat(300);
  const start = performance.now();
  for (let n = 1; n <= commits; n += 1) insert.run(n, text);
  const seconds = (performance.now() - start) / 1000;
  database.close();
  return seconds;
}

async function inBatches(count: number, add: (n: number) => Promise<unknown>): Promise<void> {
  for (let n = 0; n < count; n += OFFERS_AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(OFFERS_AT_ONCE, count - n) }, (_, offset) => add(n + offset)));
  }
}

import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SlotOffer } from '../../../core/ports.ts';
import { startQueueConsumer } from '../../../adapters/store/queue-consumer.ts';
import { jobId, parseOffer, queueName } from '../../../adapters/store/queue-names.ts';
import { createQueueProducer } from '../../../adapters/store/queue-producer.ts';
import { ask, startRedis, type RedisProcess } from '../../../adapters/store/redis-process.ts';
import { eventually } from './eventually.ts';

const OFFER: SlotOffer = { agent: 'ops-monitor', schedule: 'check', due_ms: 1_795_180_000_000 };
const offerAt = (n: number): SlotOffer => ({ ...OFFER, due_ms: OFFER.due_ms + n * 1_000 });

let redis: RedisProcess;
let closers: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  redis = await startRedis();
});

afterEach(async () => {
  for (const close of closers.toReversed()) await close();
  closers = [];
  await redis.stop();
});

function producer(): ReturnType<typeof createQueueProducer> {
  const made = createQueueProducer({ url: redis.url });
  closers.push(() => made.close());
  return made;
}

function consumer(handle: (offer: SlotOffer) => Promise<void>, onError?: (error: unknown) => void): string[] {
  const states: string[] = [];
  const made = startQueueConsumer({
    agent: 'ops-monitor',
    url: redis.url,
    handle,
    onState: (state) => states.push(state),
    ...(onError === undefined ? {} : { onError }),
  });
  closers.push(() => made.close());
  return states;
}

/** Offers until it is taken: what the agents' reconciler does. */
async function offerUntilTaken(queue: ReturnType<typeof producer>, offer: SlotOffer): Promise<void> {
  await eventually('the offer is taken', () => queue.offer(offer).then(() => true, () => false));
}

describe('queue', () => {
  it('brings offers to their agent, in order, and drops what is no offer', async () => {
    const got: SlotOffer[] = [];
    const errors: unknown[] = [];
    consumer(async (offer) => void got.push(offer), (error) => errors.push(error));
    const queue = producer();
    await offerUntilTaken(queue, offerAt(1));
    await queue.offer(offerAt(2));
    await queue.offer({ ...offerAt(3), agent: 'jira-resolver' });
    const stranger = new Queue(queueName('atlas', 'ops-monitor'), { connection: { url: redis.url } });
    closers.push(() => stranger.close());
    await stranger.add('check', { agent: 'ops-monitor', schedule: '../../x', due_ms: 'soon' });
    await queue.offer(offerAt(4));
    await eventually('three offers', () => got.length === 3 && errors.length === 1);
    expect(got).toEqual([offerAt(1), offerAt(2), offerAt(4)]);
  });

  it('leaves no failed job behind when the handler throws, so that the same slot can be offered again', async () => {
    let runs = 0;
    const errors: unknown[] = [];
    consumer(
      async () => {
        runs += 1;
        throw new Error('no');
      },
      (error) => errors.push(error),
    );
    const queue = producer();
    await offerUntilTaken(queue, OFFER);
    await eventually('one error', () => errors.length === 1);
    const look = new Queue(queueName('atlas', 'ops-monitor'), { connection: { url: redis.url } });
    closers.push(() => look.close());
    await eventually('it is over', async () => (await look.getActiveCount()) === 0);
    expect(await look.getFailedCount()).toBe(0);
    expect(runs).toBe(1);
  });

  it('goes on after FLUSHALL in mid-run', async () => {
    const got: number[] = [];
    consumer(async (offer) => {
      got.push(offer.due_ms);
      if (got.length === 1) await ask(redis.port, 'FLUSHALL');
    });
    const queue = producer();
    await offerUntilTaken(queue, offerAt(1));
    await eventually('the first', () => got.length >= 1);
    for (let n = 2; n <= 5; n += 1) await offerUntilTaken(queue, offerAt(n));
    await eventually('the later ones', () => [2, 3, 4, 5].every((n) => got.includes(offerAt(n).due_ms)));
    await ask(redis.port, 'FLUSHALL');
    await offerUntilTaken(queue, offerAt(6));
    await eventually('after a flush while idle', () => got.includes(offerAt(6).due_ms));
    await ask(redis.port, 'SCRIPT FLUSH');
    await offerUntilTaken(queue, offerAt(7));
    await eventually('after its scripts were flushed', () => got.includes(offerAt(7).due_ms));
  });

  it('fails fast while Redis is away, and goes on by itself when it is back', async () => {
    const got: number[] = [];
    const states = consumer(async (offer) => void got.push(offer.due_ms));
    const queue = producer();
    await offerUntilTaken(queue, offerAt(1));
    await eventually('the first', () => got.length === 1);
    const { port } = redis;
    await redis.stop();
    await eventually('down is said', () => states.at(-1) === 'down');
    await expect(queue.offer(offerAt(2))).rejects.toMatchObject({ error_code: 'UPSTREAM_ERROR', retryable: true });
    redis = await startRedis({ port });
    await eventually('up is said', () => states.at(-1) === 'up');
    await offerUntilTaken(queue, offerAt(2));
    await eventually('the second', () => got.length === 2);
    expect(states).toEqual(['up', 'down', 'up']);
  });

  it('works when Redis comes up only after it', async () => {
    const { port } = redis;
    await redis.stop();
    const got: number[] = [];
    consumer(async (offer) => void got.push(offer.due_ms));
    const queue = producer();
    await expect(queue.offer(OFFER)).rejects.toMatchObject({ error_code: expect.stringMatching(/^UPSTREAM_/) });
    redis = await startRedis({ port });
    await offerUntilTaken(queue, OFFER);
    await eventually('it came', () => got.length === 1);
  });

  it('rejects while Redis hangs (SIGSTOP), and goes on after', async () => {
    const got: number[] = [];
    consumer(async (offer) => void got.push(offer.due_ms));
    const queue = producer();
    await offerUntilTaken(queue, offerAt(1));
    const pid = (await redis.pid()) ?? 0;
    process.kill(pid, 'SIGSTOP');
    try {
      await expect(queue.offer(offerAt(2))).rejects.toMatchObject({ retryable: true });
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await offerUntilTaken(queue, offerAt(3));
    await eventually('the third', () => got.includes(offerAt(3).due_ms));
  });

  it('offers one slot twice under one id while it waits', async () => {
    const queue = producer();
    await offerUntilTaken(queue, OFFER);
    await queue.offer(OFFER);
    const client = new Redis(redis.url);
    closers.push(async () => client.disconnect());
    expect(await client.llen('bull:atlas-ops-monitor:wait')).toBe(1);
  });
});

describe('queue names', () => {
  it('gives ids that BullMQ takes, one for each slot', () => {
    const ids = new Set(Array.from({ length: 500 }, (_, n) => jobId(offerAt(n))));
    expect(ids.size).toBe(500);
    for (const id of ids) expect(id).toMatch(/^s[0-9a-f]{32}$/);
    expect(jobId(OFFER)).toBe(jobId({ ...OFFER }));
    expect(jobId(OFFER)).not.toBe(jobId({ ...OFFER, schedule: 'other' }));
  });

  it.each([null, 1, 'x', [], {}, { ...OFFER, agent: 'root' }, { ...OFFER, schedule: 'a:b' }, { ...OFFER, due_ms: 1.5 }, { ...OFFER, due_ms: 1e300 }])('takes %j for no offer', (data) => {
    expect(parseOffer(data)).toBeNull();
  });
});

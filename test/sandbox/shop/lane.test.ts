import { expect, it } from 'vitest';
import { createLane, LaneAbandoned, LaneFull } from '../../../sandbox/shop/lane.ts';

const stays = new AbortController().signal;
const nothing = (): void => undefined;

it('works on so many at a time, queues so many, and refuses the rest', async () => {
  const lane = createLane({ concurrency: 1, queue_limit: 2, thrash_at: 100 });
  const order: number[] = [];
  const three = [1, 2, 3].map((index) => lane.run(5, stays, () => order.push(index)));
  expect(lane.queued()).toBe(2);
  await expect(lane.run(5, stays, nothing)).rejects.toBeInstanceOf(LaneFull);
  await Promise.all(three);
  expect(order).toEqual([1, 2, 3]);
  await lane.run(1, stays, nothing);
});

it('drops who hung up while queueing, and serves the next one', async () => {
  const lane = createLane({ concurrency: 1, queue_limit: 5, thrash_at: 100 });
  const first = lane.run(20, stays, nothing);
  const gone = new AbortController();
  const second = lane.run(20, gone.signal, nothing);
  const third = lane.run(1, stays, nothing);
  gone.abort();
  await expect(second).rejects.toBeInstanceOf(LaneAbandoned);
  expect(lane.queued()).toBe(1);
  await Promise.all([first, third]);
});

it('takes longer the more are waiting', async () => {
  const took = async (crowd: number): Promise<number> => {
    const lane = createLane({ concurrency: 1, queue_limit: 50, thrash_at: 1 });
    const begin_ms = performance.now();
    const first = lane.run(20, stays, () => performance.now() - begin_ms);
    const gone = new AbortController();
    const others = Array.from({ length: crowd }, () => lane.run(1, gone.signal, nothing).catch(() => null));
    await Promise.resolve();
    const took_ms = await first;
    gone.abort();
    await Promise.all(others);
    return took_ms;
  };
  expect(await took(10)).toBeGreaterThan(await took(0));
});

it('keeps the worker while its handler waits, and frees it when that fails', async () => {
  const lane = createLane({ concurrency: 1, queue_limit: 5, thrash_at: 100 });
  const slow = Promise.withResolvers<never>();
  const first = lane.run(1, stays, () => slow.promise);
  const second = lane.run(1, stays, () => 'served');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(lane.queued()).toBe(1);
  slow.reject(new Error('callee failed'));
  await expect(first).rejects.toThrow('callee failed');
  expect(await second).toBe('served');
});

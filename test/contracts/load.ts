import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Load } from '../../core/ports.ts';

export interface LoadUnderTest {
  readonly load: Load;
  stop(): Promise<void>;
}

/** What every load generator must do for Atlas. */
export function loadContract(name: string, make: () => Promise<LoadUnderTest>): void {
  describe(`${name}: load contract`, () => {
    let under_test: LoadUnderTest;
    let load: Load;
    beforeAll(async () => {
      under_test = await make();
      load = under_test.load;
    });
    afterAll(() => under_test.stop());

    it('starts, changes, counts and stops', async () => {
      await load.start({ users: 5, spawn_per_s: 100 });
      await vi.waitFor(async () => expect(await load.stats()).toMatchObject({ users: 5, state: 'running' }), { timeout: 15_000, interval: 200 });
      await vi.waitFor(async () => expect((await load.stats()).requests_per_s).toBeGreaterThan(0), { timeout: 15_000, interval: 200 });
      const stats = await load.stats();
      expect(stats.fail_ratio).toBeGreaterThanOrEqual(0);
      expect(stats.fail_ratio).toBeLessThanOrEqual(1);
      expect(stats.latency_p95_ms).toBeGreaterThan(0);
      await load.start({ users: 2, spawn_per_s: 100 });
      await vi.waitFor(async () => expect((await load.stats()).users).toBe(2), { timeout: 15_000, interval: 200 });
      await load.reset();
      await load.stop();
      await vi.waitFor(async () => expect((await load.stats()).users).toBe(0), { timeout: 15_000, interval: 200 });
    });

    it('refuses a load that makes no sense, without asking', async () => {
      for (const [users, spawn_per_s] of [[0, 1], [1, 0], [Number.NaN, 1], [1.5, 1], [1, Number.NaN], [1, Number.POSITIVE_INFINITY]] as const) {
        await expect(load.start({ users, spawn_per_s })).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR', certainty: 'refused' });
      }
    });
  });
}

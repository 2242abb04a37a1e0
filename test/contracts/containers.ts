import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AtlasError } from '../../core/error.ts';
import type { Containers } from '../../core/ports.ts';

export interface ContainersUnderTest {
  readonly containers: Containers;
  /** A running container, and one that exists but is not for Atlas. */
  readonly name: string;
  readonly forbidden: string;
  stop(): Promise<void>;
}

/** What every way to containers must do for Atlas. The container under test writes `hello` and `warning` when it starts. */
export function containersContract(name: string, make: () => Promise<ContainersUnderTest>): void {
  describe(`${name}: containers contract`, () => {
    let under_test: ContainersUnderTest;
    let containers: Containers;
    beforeAll(async () => {
      under_test = await make();
      containers = under_test.containers;
    });
    afterAll(() => under_test.stop());

    it('lists and inspects what is allowed, without slashes', async () => {
      const state = await containers.inspect(under_test.name);
      expect(state).toMatchObject({ name: under_test.name, running: true, status: 'running', oom_killed: false });
      expect(state.id).toMatch(/^[0-9a-f]{64}$/);
      expect((await containers.list()).map((listed) => listed.name)).toEqual([under_test.name]);
    });

    it('restarts once a fencing token', async () => {
      const before = await containers.inspect(under_test.name);
      await containers.restart(before.id, { fence: 7, timeout_s: 1 });
      const after = await containers.inspect(under_test.name);
      expect(Date.parse(after.started_at)).toBeGreaterThan(Date.parse(before.started_at));
      for (const fence of [7, 6]) {
        await expect(containers.restart(before.id, { fence, timeout_s: 1 })).rejects.toMatchObject({ error_code: 'CONFLICT', certainty: 'refused' });
      }
      expect((await containers.inspect(under_test.name)).started_at).toBe(after.started_at);
    });

    it('refuses other containers, names instead of ids, and restarts without a token', async () => {
      const refused = (error: unknown): boolean => error instanceof AtlasError && error.certainty === 'refused';
      await expect(containers.inspect(under_test.forbidden)).rejects.toSatisfy(refused);
      await expect(containers.restart('0'.repeat(64), { fence: 9, timeout_s: 1 })).rejects.toSatisfy(refused);
      const { id } = await containers.inspect(under_test.name);
      for (const [bad_id, fence] of [[under_test.name, 9], [id, 0], [id, 1.5]] as const) {
        await expect(containers.restart(bad_id, { fence, timeout_s: 1 })).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
      }
      await expect(containers.inspect('../json')).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
    });

    it('reads logs of both streams and stats as ratios', async () => {
      const lines = await containers.logs(under_test.name, 100);
      expect(lines).toEqual(expect.arrayContaining(['hello', 'warning']));
      expect(await containers.logs(under_test.name, 1)).toHaveLength(1);
      const stats = await containers.stats(under_test.name);
      expect(stats.memory_bytes).toBeGreaterThan(1_000_000);
      expect(stats.memory_usage).toBeGreaterThan(0);
      expect(stats.memory_usage).toBeLessThanOrEqual(1);
      expect(stats.cpu_usage === null || (stats.cpu_usage >= 0 && stats.cpu_usage <= 1)).toBe(true);
    });
  });
}

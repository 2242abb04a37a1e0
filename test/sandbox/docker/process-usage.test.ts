import { expect, it } from 'vitest';
import { parsePs, readProcessUsage } from '../../../sandbox/docker/process-usage.ts';

it('reads this process, and nothing of one that is gone', async () => {
  const usage = await readProcessUsage([process.pid, 2 ** 22 - 1]);
  expect([...usage.keys()]).toEqual([process.pid]);
  const rss_bytes = usage.get(process.pid)?.rss_bytes ?? 0;
  expect(Math.abs(rss_bytes - process.memoryUsage.rss())).toBeLessThan(rss_bytes / 2);
  expect(usage.get(process.pid)?.cpu_ns).toBeGreaterThan(0);
});

it('reads the times that ps prints', () => {
  const usage = parsePs('  12  2048   0:01.50\n 13 1 01:02:03\n 14 1 2-01:00:00\n\n');
  expect(usage.get(12)).toEqual({ rss_bytes: 2_097_152, cpu_ns: 1.5e9 });
  expect(usage.get(13)?.cpu_ns).toBe(3_723e9);
  expect(usage.get(14)?.cpu_ns).toBe(49 * 3_600e9);
});

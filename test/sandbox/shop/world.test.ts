import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { until } from './until.ts';

const Ready = z.object({ event: z.literal('ready'), urls: z.record(z.string(), z.string()), env: z.record(z.string(), z.string()) });
const State = z.looseObject({ containers: z.array(z.looseObject({ name: z.string(), pid: z.int() })) });

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it.each(['SIGKILL', 'stdin'] as const)('a world carries traffic, shows its state, and leaves nothing behind when it ends by %s', async (how) => {
  const folder = await mkdtemp(join(tmpdir(), 'world-test-'));
  const main = new URL('../../../sandbox/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, '--state', folder, '--users', '3', '--only', 'shop,flagd', '--watch-stdin'], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const line = await new Promise<string>((resolve) => { createInterface({ input: child.stdout }).once('line', resolve); });
    const { urls, env } = Ready.parse(JSON.parse(line));
    expect(Object.keys(env).sort()).toEqual(['DOCKER_ENGINE', 'FLAGD_OFREP_URL', 'FLAGD_UI_URL', 'LOCUST_URL', 'SANDBOX_CONTROL_URL', 'SHOP_URL']);
    expect((await fetch(`${env['SHOP_URL']}/`)).status).toBe(200);
    await until('traffic', async () => {
      const stats = z.looseObject({ total_rps: z.number(), fail_ratio: z.number() }).parse(await (await fetch(`${env['LOCUST_URL']}/stats/requests`)).json());
      return stats.total_rps > 0 && stats.fail_ratio === 0 ? true : null;
    });
    expect(await (await fetch(urls['control'] ?? '')).text()).toContain('/state/docker');
    const { containers } = State.parse(await (await fetch(`${urls['control']}/state/docker`)).json());
    expect(containers).toHaveLength(12);
    expect((await fetch(`${urls['control']}/faults/flagd`, { method: 'POST', body: '{"down":true}' })).status).toBe(415);
    expect((await fetch(`${urls['control']}/faults/flagd`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"down":true}' })).status).toBe(200);
    expect((await fetch(`${env['FLAGD_UI_URL']}/api/read`)).status).toBe(503);
    expect(containers.every((container) => alive(container.pid))).toBe(true);
    if (how === 'SIGKILL') child.kill('SIGKILL');
    else child.stdin.end();
    await until('the end of all its processes', () => (containers.some((container) => alive(container.pid)) ? null : true));
  } finally {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

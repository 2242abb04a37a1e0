import { Agent, createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createLocustApi } from '../../../sandbox/shop/load/locust-api.ts';
import { createResponseTimes } from '../../../sandbox/shop/load/response-times.ts';
import { parseRunTime } from '../../../sandbox/shop/load/run-time.ts';
import { createRunner, type Runner } from '../../../sandbox/shop/load/runner.ts';
import { runUser } from '../../../sandbox/shop/load/virtual-user.ts';
import { createRandom } from '../../../sandbox/shop/random.ts';
import { closeServer, listenOnLoopback } from '../../../sandbox/telemetry/loopback-server.ts';
import { until } from './until.ts';

const Stats = z.looseObject({
  stats: z.array(z.looseObject({ method: z.string(), name: z.string(), num_requests: z.number(), num_failures: z.number() })),
  errors: z.array(z.looseObject({ error: z.string(), occurrences: z.number() })),
  fail_ratio: z.number(), state: z.string(), user_count: z.number(), current_response_time_percentiles: z.record(z.string(), z.number()),
});

let target: Server;
let api: Server;
let url: string;
let runner: Runner;
let offset_ms = 0;
const agent = new Agent({ keepAlive: true });

beforeAll(async () => {
  target = createServer((request, response) => { response.writeHead(request.url === '/api/checkout' ? 500 : 200).end('{}'); });
  const host = await listenOnLoopback(target, 0);
  // The cache of two seconds is stepped over by moving the clock, not by waiting.
  const now = (): number => Date.now() + offset_ms;
  runner = createRunner({
    now,
    runUser: (index, stopped) => runUser({ name: `u${index}`, host, agent, random: createRandom(1, `u${index}`), report: (result) => { runner.stats.add(result, now()); }, mood: () => ({ paused: false, flood: 0 }) }, stopped),
  });
  api = createLocustApi({ runner, host, fields: 'modern', now });
  url = await listenOnLoopback(api, 0);
});
afterAll(async () => {
  runner.stop();
  agent.destroy();
  await Promise.all([closeServer(api), closeServer(target)]);
});

function swarm(form: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(`${url}/swarm`, { method: 'POST', body: new URLSearchParams(form) });
}

async function stats(): Promise<z.infer<typeof Stats>> {
  offset_ms += 2_000;
  return Stats.parse(await (await fetch(`${url}/loadgen/stats/requests`)).json());
}

describe('Locust look-alike', () => {
  it('answers 200 with success:false where it refuses, 500 for a number that is none', async () => {
    const missing = await swarm({ user_count: '1' });
    expect([missing.status, await missing.json()]).toMatchObject([200, { success: false, message: 'Missing user_count or spawn_rate from /swarm request' }]);
    const runTime = await swarm({ user_count: '1', spawn_rate: '1', run_time: 'soon' });
    expect([runTime.status, await runTime.json()]).toMatchObject([200, { success: false }]);
    expect((await swarm({ user_count: 'many', spawn_rate: '1' })).status).toBe(500);
    expect((await stats()).state).toBe('ready');
  });

  it('ramps, counts real requests and failures, keeps them on a change, clears them on a new start', async () => {
    expect(await (await swarm({ user_count: '4', spawn_rate: '8' })).json()).toMatchObject({ success: true, message: 'Swarming started' });
    expect((await stats()).state).toBe('spawning');
    await until('all users', async () => { const seen = await stats(); return seen.state === 'running' && seen.user_count === 4 ? true : null; });
    const failed = await until('a failed checkout', async () => { const seen = await stats(); return seen.errors.length > 0 ? seen : null; });
    expect(failed.stats.at(-1)).toMatchObject({ method: '', name: 'Aggregated' });
    expect(failed.fail_ratio).toBeGreaterThan(0);
    expect(failed.errors[0]?.error).toContain('500 Server Error');
    expect(Object.keys(failed.current_response_time_percentiles)).toEqual(['response_time_percentile_0.5', 'response_time_percentile_0.95']);
    await swarm({ user_count: '2', spawn_rate: '100' });
    const fewer = await until('two users', async () => { const seen = await stats(); return seen.user_count === 2 ? seen : null; });
    expect(fewer.stats.at(-1)?.num_requests).toBeGreaterThanOrEqual(failed.stats.at(-1)?.num_requests ?? Infinity);
    expect(await (await fetch(`${url}/stop`)).json()).toEqual({ success: true, message: 'Test stopped' });
    expect(await stats()).toMatchObject({ state: 'stopped', user_count: 0 });
    await swarm({ user_count: '0', spawn_rate: '1' });
    expect((await stats()).stats.at(-1)?.num_requests).toBeLessThan(3);
  });

  it('remembers its answer for two seconds', async () => {
    const first = await (await fetch(`${url}/stats/requests`)).text();
    runner.stats.add({ method: 'GET', name: '/x', time_ms: 1, length_bytes: 1, error: null }, Date.now());
    expect(await (await fetch(`${url}/stats/requests`)).text()).toBe(first);
    expect((await stats()).stats.map((row) => row.name)).toContain('/x');
    expect(await (await fetch(`${url}/stats/reset`)).text()).toBe('ok');
    expect((await stats()).stats.map((row) => row.name)).not.toContain('/x');
  });

  it('stops a newer test with an old run time', async () => {
    await swarm({ user_count: '1', spawn_rate: '10', run_time: '1s' });
    await fetch(`${url}/stop`);
    await swarm({ user_count: '1', spawn_rate: '10' });
    await until('the old timer', async () => ((await stats()).state === 'stopped' ? true : null));
  });

  it('reads run times and percentiles as Locust does', () => {
    expect(['20', '20s', '3m', '1h20m', 'x', ''].map(parseRunTime)).toEqual([20, 20, 180, 4_800, null, null]);
    const times = createResponseTimes();
    for (let time_ms = 1; time_ms <= 100; time_ms += 1) times.add(time_ms);
    expect([times.percentile(0.5), times.percentile(0.95)]).toEqual([51, 96]);
    times.add(1_234);
    expect(times.percentile(1)).toBe(1_200);
  });
});

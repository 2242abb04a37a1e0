import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createLocustLoad } from '../../../adapters/locust/load.ts';
import { p95Ms } from '../../../adapters/locust/percentile.ts';
import { StatsReply } from '../../../adapters/locust/schema.ts';
import { createLocustApi } from '../../../sandbox/shop/load/locust-api.ts';
import { createRunner } from '../../../sandbox/shop/load/runner.ts';
import { loadContract } from '../../contracts/load.ts';
import { closedPort } from '../closed-port.ts';

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
  }));
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

for (const fields of ['modern', 'legacy', 'other-keys'] as const) {
  loadContract(`locust (${fields} fields, behind /loadgen/)`, async () => {
    const runner = createRunner({
      now: Date.now,
      runUser: async (_, stopped) => {
        while (!stopped.aborted) {
          await sleep(50);
          runner.stats.add({ method: 'GET', name: '/', time_ms: 12, length_bytes: 10, error: null }, Date.now());
        }
      },
    });
    const server = createLocustApi({ runner, host: 'http://shop', fields, now: Date.now });
    const url = await listen(server);
    return {
      load: createLocustLoad({ url: `${url}/loadgen/`, timeout_ms: 5_000 }),
      stop: () => {
        runner.stop();
        return stop(server);
      },
    };
  });
}

describe('locust adapter', () => {
  let server: Server | null = null;
  afterEach(async () => {
    if (server !== null) await stop(server);
    server = null;
  });
  const answering = async (status: number, body: string, seen: string[] = []) => {
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        seen.push(`${request.method} ${request.url} ${request.headers['content-type']} ${text}`);
        response.writeHead(status, { 'content-type': 'application/json', ...(status === 302 ? { location: '/login' } : {}), ...(status === 429 ? { 'retry-after': '2' } : {}) }).end(body);
      });
    });
    return createLocustLoad({ url: await listen(server), timeout_ms: 5_000 });
  };

  it('sends a form with users and rate, and never a run time', async () => {
    const seen: string[] = [];
    await (await answering(200, '{"success":true,"message":"Swarming started"}', seen)).start({ users: 80, spawn_per_s: 40 });
    expect(seen).toEqual(['POST /swarm application/x-www-form-urlencoded user_count=80&spawn_rate=40']);
  });

  it('takes 200 with success:false for a failure', async () => {
    const load = await answering(200, '{"success":false,"message":"Missing\\nuser_count"}');
    await expect(load.start({ users: 1, spawn_per_s: 1 })).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR', certainty: 'refused', message: 'locust: start was refused: Missing user_count' });
    await expect(load.stop()).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
  });

  it.each([
    [500, { error_code: 'UPSTREAM_ERROR', certainty: 'ambiguous', retryable: true }],
    [302, { error_code: 'UPSTREAM_ERROR', certainty: 'refused' }],
    [401, { error_code: 'AUTHZ_DENIED', certainty: 'refused' }],
    [429, { error_code: 'RATE_LIMIT', certainty: 'refused', details: { retry_after_ms: 2000 } }],
  ])('takes HTTP %i for what it is', async (status, wanted) => {
    await expect((await answering(status, 'Internal Server Error')).start({ users: 1, spawn_per_s: 1 })).rejects.toMatchObject(wanted);
  });

  it('is sure of nothing after silence, and sure when nobody listens', async () => {
    server = createServer(() => undefined);
    await expect(createLocustLoad({ url: await listen(server), timeout_ms: 100 }).stop()).rejects.toMatchObject({ error_code: 'UPSTREAM_TIMEOUT', certainty: 'ambiguous' });
    await expect(createLocustLoad({ url: `http://127.0.0.1:${await closedPort()}`, timeout_ms: 5_000 }).stop()).rejects.toMatchObject({ error_code: 'UPSTREAM_ERROR', certainty: 'refused' });
  });

  it('reads no number out of something else', async () => {
    await expect((await answering(200, '{"state":"running","user_count":"many","fail_ratio":0}')).stats()).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
  });

  it('finds the percentile whatever it is called, and never a lower one', () => {
    const of = (more: object): number | null => p95Ms(StatsReply.parse({ state: 'running', user_count: 1, fail_ratio: 0, ...more }));
    expect(of({ current_response_time_percentiles: { 'response_time_percentile_0.5': 1, 'response_time_percentile_0.99': 9 } })).toBe(9);
    expect(of({ current_response_time_percentiles: { 'response_time_percentile_0.5': 1 } })).toBeNull();
    expect(of({ stats: [{ name: 'Aggregated', 'response_time_percentile_0.95': 7 }] })).toBe(7);
    expect(of({})).toBeNull();
  });
});

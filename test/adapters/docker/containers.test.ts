import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { createDockerContainers } from '../../../adapters/docker/containers.ts';
import { Secret } from '../../../core/secret.ts';
import { startDockerGate } from '../../../docker-gate/main.ts';
import { startDockerEngine } from '../../../sandbox/docker/start.ts';
import { findFreePorts } from '../../../sandbox/shop/free-ports.ts';
import { containersContract } from '../../contracts/containers.ts';
import { closedPort } from '../closed-port.ts';

const TOKEN = 'gate-token-of-the-test';
const ID = 'a'.repeat(64);

/** Nothing but a health page; it ends with its parent. */
const PROGRAM = `
  process.stdin.resume().on('end', () => process.exit(0));
  require('node:http').createServer((q, r) => r.end('ok')).listen(Number(process.env.PORT), '127.0.0.1', () => { console.log('hello'); console.error('warning'); });
`;

containersContract('docker through docker-gate', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'adapter-docker-'));
  const ports = await findFreePorts(2, null);
  const specs = ['cart', 'valkey'].map((name, index) => ({
    name,
    image: `demo:${name}`,
    command: [process.execPath, '-e', PROGRAM] as const,
    env: { PORT: String(ports[index]) },
    port: ports[index] ?? 0,
    memory_limit_bytes: 300 * 1024 * 1024,
    start_last: false,
    labels: {},
  }));
  const engine = await startDockerEngine({ specs, socket: join(folder, 'd.sock') });
  const gate = await startDockerGate({ engine: engine.url, listen: { host: '127.0.0.1', port: 0 }, allow: ['cart'], token: TOKEN, stateDir: folder });
  return {
    containers: createDockerContainers({ gate_url: gate.url, gate_token: new Secret(TOKEN), timeout_ms: 10_000 }),
    name: 'cart',
    forbidden: 'valkey',
    async stop() {
      await gate.close();
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});

describe('docker adapter', () => {
  let server: Server | null = null;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = null;
  });

  async function against(answer: RequestListener, more: { readonly timeout_ms?: number } = {}) {
    const listening = createServer(answer);
    server = listening;
    const port = await new Promise<number>((resolve) => listening.listen(0, '127.0.0.1', () => {
      const address = listening.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    }));
    return createDockerContainers({ gate_url: `http://127.0.0.1:${port}`, gate_token: new Secret(TOKEN), timeout_ms: more.timeout_ms ?? 5_000 });
  }
  const json = (status: number, body: unknown): RequestListener => (_, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

  it('sends token, fence and nothing but t, each on a connection of its own', async () => {
    const seen: unknown[] = [];
    const containers = await against((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen.push([request.method, request.url, request.headers.authorization, request.headers['x-atlas-fence'], request.headers.connection, body]);
        response.writeHead(204).end();
      });
    });
    await containers.restart(ID, { fence: 17, timeout_s: 10 });
    expect(seen).toEqual([['POST', `/containers/${ID}/restart?t=10`, `Bearer ${TOKEN}`, '17', 'close', '{"t":10}']]);
  });

  it('sends nothing that could reach another address or goes without a token', async () => {
    let requests = 0;
    const containers = await against((_, response) => {
      requests += 1;
      response.writeHead(204).end();
    });
    for (const [id, fence] of [[`${ID}/kill`, 1], ['cart', 1], [ID, 0], [ID, Number.NaN], [ID, 1.5]] as const) {
      await expect(containers.restart(id, { fence, timeout_s: 1 })).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR', certainty: 'refused' });
    }
    for (const name of ['', '../x', 'a/b', 'a?b', 'a%2fb', '.hidden']) await expect(containers.logs(name, 1)).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
    expect(requests).toBe(0);
  });

  it.each([
    [403, { error_code: 'LOCKED', message: 'a lock file forbids restarts now', retryable: true, details: { reason: 'locked' } }, { error_code: 'LOCKED', certainty: 'refused', retryable: true, details: { status: 403, reason: 'locked' } }],
    [403, { error_code: 'CONFLICT', message: 'old', retryable: false, details: { reason: 'fence_old' } }, { error_code: 'CONFLICT', certainty: 'refused', retryable: false }],
    [502, { error_code: 'UPSTREAM_ERROR', message: 'no engine', retryable: true, details: { reached_engine: false } }, { error_code: 'UPSTREAM_ERROR', certainty: 'refused', retryable: true }],
    [502, { error_code: 'UPSTREAM_ERROR', message: 'reset', retryable: true, details: { reached_engine: true } }, { error_code: 'UPSTREAM_ERROR', certainty: 'ambiguous' }],
    [500, { message: 'injected failure' }, { error_code: 'UPSTREAM_ERROR', certainty: 'ambiguous', retryable: true }],
    [404, { message: 'No such container: x' }, { error_code: 'UPSTREAM_ERROR', certainty: 'refused', retryable: false }],
    [409, { message: 'busy' }, { error_code: 'CONFLICT', certainty: 'refused' }],
  ])('takes %i %j for what it is', async (status, body, wanted) => {
    const containers = await against(json(status, body));
    await expect(containers.restart(ID, { fence: 1, timeout_s: 1 })).rejects.toMatchObject(wanted);
  });

  it('takes the HTML page of another proxy for a refusal, and shows nothing of it', async () => {
    const containers = await against((_, response) => response.writeHead(403, { 'content-type': 'text/html' }).end('<html><body><h1>403 Forbidden</h1>'));
    const error: unknown = await containers.restart(ID, { fence: 1, timeout_s: 1 }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ error_code: 'AUTHZ_DENIED', certainty: 'refused', message: 'docker: restart was answered with HTTP 403' });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/gate-token/);
  });

  it('does not know after a reset or without an answer, and knows when nobody listens', async () => {
    const reset = await against((request) => request.socket.resetAndDestroy());
    await expect(reset.restart(ID, { fence: 1, timeout_s: 1 })).rejects.toMatchObject({ error_code: 'UPSTREAM_ERROR', certainty: 'ambiguous' });
    server?.close();
    const silent = await against(() => undefined, { timeout_ms: 100 });
    await expect(silent.restart(ID, { fence: 1, timeout_s: 0 })).rejects.toMatchObject({ error_code: 'UPSTREAM_TIMEOUT', certainty: 'ambiguous' });
    const nobody = createDockerContainers({ gate_url: `http://127.0.0.1:${await closedPort()}`, gate_token: new Secret(TOKEN), timeout_ms: 1_000 });
    await expect(nobody.restart(ID, { fence: 1, timeout_s: 1 })).rejects.toMatchObject({ error_code: 'UPSTREAM_ERROR', certainty: 'refused', details: { code: 'ECONNREFUSED' } });
  });

  it('rejects a reply that does not fit', async () => {
    const containers = await against(json(200, { Id: ID, Name: '/cart', State: { Status: 'running', Running: 'yes' } }));
    await expect(containers.inspect('cart')).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
  });

  it('reads a terminal\'s raw log, also when it is one line of JSON', async () => {
    const raw = await against((_, response) => response.writeHead(200, { 'content-type': 'application/vnd.docker.raw-stream' }).end('{"level":"info"}\r\n'));
    expect(await raw.logs('cart', 10)).toEqual(['{"level":"info"}']);
  });
});

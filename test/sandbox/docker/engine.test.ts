import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ContainerSpec } from '../../../sandbox/docker/container-spec.ts';
import { startDockerEngine, type DockerEngine } from '../../../sandbox/docker/start.ts';
import { findFreePorts } from '../../../sandbox/shop/free-ports.ts';
import { until } from '../shop/until.ts';

/** A container that is nothing but a health page; `/die` crashes it, and SIGTERM is ignored when STUBBORN is set. */
const PROGRAM = `
  const http = require('node:http');
  process.stdin.resume().on('end', () => process.exit(0));
  if (process.env.STUBBORN) process.on('SIGTERM', () => {});
  http.createServer((q, r) => { if (q.url === '/die') process.exit(3); r.end('ok'); }).listen(Number(process.env.PORT), '127.0.0.1', () => { console.log('hello'); console.error('warning'); });
`;

let folder: string;
let engine: DockerEngine;
let docker: Docker;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engine-test-'));
  const ports = await findFreePorts(2, null);
  const spec = (name: string, index: number, env: Readonly<Record<string, string>>): ContainerSpec => ({
    name, image: `demo:${name}`, command: [process.execPath, '-e', PROGRAM], env: { ...env, PORT: String(ports[index]) }, port: ports[index] ?? 0,
    memory_limit_bytes: 300 * 1024 * 1024, start_last: false, labels: { 'com.docker.compose.project': 'opentelemetry-demo', 'com.docker.compose.service': name },
  });
  const socket = join(folder, 'd.sock');
  engine = await startDockerEngine({ specs: [spec('cart', 0, { SECRET: 'x' }), spec('ad', 1, { STUBBORN: '1' })], socket, tcp_port: 0 });
  docker = new Docker({ socketPath: socket });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

/** One bare request, for what no client library would send. */
function raw(method: string, path: string): Promise<{ readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${engine.tcp_url}${path}`, { method, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => { body += chunk; });
      response.on('end', () => { resolve({ status: response.statusCode ?? 0, headers: response.headers, body }); });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

describe('Docker engine look-alike', () => {
  it('lists with filters and leading slashes, and inspects by name, id and prefix', async () => {
    const all = await docker.listContainers({ all: true, filters: { label: ['com.docker.compose.project=opentelemetry-demo'] } });
    expect(all.map((row) => row.Names)).toEqual([['/cart'], ['/ad']]);
    expect(await docker.listContainers({ filters: { label: ['com.docker.compose.project=opentelemetry-demo', 'com.docker.compose.service=ad'] } })).toHaveLength(1);
    expect(await docker.listContainers({ filters: { label: ['com.docker.compose.project=other'] } })).toEqual([]);
    expect(await docker.listContainers({ filters: { name: ['car'], status: ['running'] } })).toHaveLength(1);
    const seen = await docker.getContainer('cart').inspect();
    expect(seen.Id).toMatch(/^[0-9a-f]{64}$/);
    expect(seen.Config.Env).toContain('SECRET=x');
    expect((await docker.getContainer(seen.Id.slice(0, 12)).inspect()).Id).toBe(seen.Id);
    const versioned = await raw('GET', '/v1.44/_ping');
    expect([versioned.status, versioned.body, typeof versioned.headers['api-version']]).toEqual([200, 'OK', 'string']);
    await expect(docker.getContainer('nope').inspect()).rejects.toMatchObject({ statusCode: 404, json: { message: 'No such container: nope' } });
  });

  it('really restarts: 204 with nothing, new pid and StartedAt, RestartCount unchanged; SIGKILL after t', async () => {
    for (const name of ['cart', 'ad']) {
      const before = await docker.getContainer(name).inspect();
      const answer: unknown = await docker.getContainer(name).restart({ t: 1 });
      expect(Buffer.isBuffer(answer) && answer.length === 0).toBe(true);
      const after = await docker.getContainer(name).inspect();
      expect([after.Id, after.RestartCount, after.State.Running]).toEqual([before.Id, before.RestartCount, true]);
      expect(after.State.Pid).not.toBe(before.State.Pid);
      expect(Date.parse(after.State.StartedAt)).toBeGreaterThan(Date.parse(before.State.StartedAt));
      expect(() => process.kill(before.State.Pid, 0)).toThrow('ESRCH');
      const died = engine.engine.events().find((event) => event.action === 'die' && event.pid === before.State.Pid);
      expect(died).toMatchObject({ exit_code: name === 'ad' ? 137 : 143 });
      expect(engine.snapshot()).toMatchObject({ restarts: expect.arrayContaining([expect.objectContaining({ name, pid_before: before.State.Pid, pid_after: after.State.Pid })]) });
    }
  });

  it('restarts twice when two ask at once, one after the other', async () => {
    const starts = (): number => engine.engine.events().filter((event) => event.action === 'start' && event.container === 'cart').length;
    const before = starts();
    await Promise.all([docker.getContainer('cart').restart({ t: 1 }), docker.getContainer('cart').restart({ t: 1 })]);
    expect(starts() - before).toBe(2);
  });

  it('starts a crashed container by itself, counting it', async () => {
    const before = await docker.getContainer('cart').inspect();
    const port = engine.engine.find('cart')?.spec.port;
    await fetch(`http://127.0.0.1:${port}/die`).catch(() => null);
    const after = await until('its own restart', async () => {
      const seen = await docker.getContainer('cart').inspect();
      return seen.RestartCount === before.RestartCount + 1 && seen.State.Status === 'running' ? seen : null;
    });
    expect(after.State.StartedAt).not.toBe(before.State.StartedAt);
    expect(engine.engine.events().some((event) => event.action === 'die' && event.exit_code === 3)).toBe(true);
  });

  it('gives logs as frames of both streams, or raw for a terminal', async () => {
    await until('both lines', () => ((engine.engine.find('cart')?.logs.entries().length ?? 0) >= 2 ? true : null));
    const frames: unknown = await docker.getContainer('cart').logs({ stdout: true, stderr: true, follow: false, timestamps: true });
    if (!Buffer.isBuffer(frames)) throw new Error('expected a buffer');
    const out = new PassThrough();
    const err = new PassThrough();
    const through = new PassThrough();
    docker.modem.demuxStream(through, out, err);
    through.end(frames);
    await new Promise((resolve) => through.once('end', resolve));
    expect(String(out.read())).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z hello\n/);
    expect(String(err.read())).toContain(' warning\n');
    engine.setFaults({ tty: true });
    expect((await docker.getContainer('cart').logs({ stdout: true, stderr: false, tail: 1, follow: false })).toString()).toBe('hello\n');
    engine.setFaults({ tty: false });
  });

  it('gives real memory and CPU, with an empty precpu in one-shot mode', async () => {
    // A process that was started a moment ago has not used a whole tick of the kernel's clock yet.
    await vi.waitFor(
      async () => {
        const once = await docker.getContainer('cart').stats({ stream: false, 'one-shot': true });
        expect(once.memory_stats.usage).toBeGreaterThan(10 * 1024 * 1024);
        expect(once.memory_stats.limit).toBe(300 * 1024 * 1024);
        expect([once.cpu_stats.cpu_usage.total_usage > 0, once.precpu_stats.system_cpu_usage]).toEqual([true, undefined]);
      },
      { timeout: 20_000, interval: 100 },
    );
    const twice = await docker.getContainer('cart').stats({ stream: false });
    expect(twice.cpu_stats.system_cpu_usage).toBeGreaterThan(twice.precpu_stats.system_cpu_usage);
  });

  it('refuses an update of memory beyond memory plus swap', async () => {
    const container = docker.getContainer('cart');
    await expect(container.update({ Memory: 400 * 1024 * 1024 })).rejects.toMatchObject({ statusCode: 409 });
    expect(await container.update({ Memory: 400 * 1024 * 1024, MemorySwap: 400 * 1024 * 1024 })).toEqual({ Warnings: [] });
    expect((await container.inspect()).HostConfig.Memory).toBe(400 * 1024 * 1024);
  });

  it('answers 304 to a start of what runs, and stops for good', async () => {
    await expect(docker.getContainer('ad').start()).rejects.toMatchObject({ statusCode: 304 });
    await docker.getContainer('ad').stop({ t: 0 });
    expect((await docker.getContainer('ad').inspect()).State).toMatchObject({ Status: 'exited', Running: false, Pid: 0 });
    expect((await docker.listContainers()).map((row) => row.Names[0])).toEqual(['/cart']);
    await docker.getContainer('ad').start();
  });

  it.each([
    ['POST', '/containers/create'], ['POST', '/containers/cart/exec'], ['GET', '/containers/cart/archive?path=/etc'], ['GET', '/containers/cart/export'],
    ['DELETE', '/containers/cart'], ['POST', '/containers/cart/kill'], ['POST', '/v1.44/containers/cart%2frestart'], ['GET', '//containers/cart/json'], ['GET', '/images/json'],
  ])('refuses and remembers %s %s', async (method, path) => {
    expect((await raw(method, path)).status).toBe(403);
    expect(engine.snapshot()).toMatchObject({ refused: expect.arrayContaining([expect.objectContaining({ method, url: path })]) });
  });

  it('misbehaves on demand: reset, error, proxy refusal, silence', async () => {
    engine.setFaults({ reset_next: 1 });
    await expect(raw('GET', '/_ping')).rejects.toThrow(/ECONNRESET|socket hang up/);
    engine.setFaults({ fail_next: 1, fail_status: 409 });
    expect((await raw('GET', '/_ping')).status).toBe(409);
    engine.setFaults({ proxy_refusal: 'tecnativa' });
    expect(await raw('GET', '/_ping')).toMatchObject({ status: 403, body: expect.stringContaining('<h1>403 Forbidden</h1>') });
    engine.setFaults({ proxy_refusal: 'none', hang_next: 1 });
    const impatient = new Docker({ socketPath: join(folder, 'd.sock'), timeout: 300 });
    await expect(impatient.ping()).rejects.toThrow();
    expect((await raw('GET', '/_ping')).status).toBe(200);
    expect(() => { engine.setFaults({ hang: 1 }); }).toThrow();
  });

  it('tells what happens as JSON lines', async () => {
    const response = await fetch(`${engine.tcp_url}/events?since=1&until=${Date.now() / 1_000}&filters=${encodeURIComponent('{"event":["die"]}')}`);
    const lines = (await response.text()).trim().split('\n').map((line): unknown => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(3);
    expect(lines[0]).toMatchObject({ Type: 'container', Action: 'die', Actor: { Attributes: { name: 'cart' } } });
  });
});

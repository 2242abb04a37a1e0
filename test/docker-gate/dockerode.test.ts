import Docker from 'dockerode';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CANARY, hexId, withoutLookUps } from './engine-stand-in.ts';
import { startFixture, TOKEN } from './gate-fixture.ts';
import type { GateFixture } from './gate-fixture.ts';

describe('dockerode through the gate', () => {
  let fixture: GateFixture;
  beforeAll(async () => {
    fixture = await startFixture();
  });
  afterAll(() => fixture.close());
  beforeEach(() => {
    fixture.engine.requests.length = 0;
    fixture.engine.bodies.length = 0;
  });

  function docker(options: { version?: string; fence?: number; token?: string } = {}): Docker {
    return new Docker({
      protocol: 'http',
      host: '127.0.0.1',
      port: fixture.port(),
      headers: {
        Authorization: `Bearer ${options.token ?? TOKEN}`,
        ...(options.fence === undefined ? {} : { 'X-Atlas-Fence': String(options.fence) }),
      },
      ...(options.version === undefined ? {} : { version: options.version }),
    });
  }

  it('pings and tells the version, with and without a version prefix', async () => {
    expect(String(await docker().ping())).toBe('OK');
    expect((await docker({ version: 'v1.44' }).version()).Version).toBe('28.0');
    expect(fixture.engine.requests).toEqual(['GET /_ping', 'GET /v1.44/version']);
  });

  it('lists allow-listed containers only, asks the engine for all without the filters of the caller, and shows no secret', async () => {
    const all = await docker().listContainers({ all: true });
    expect(all.map((item) => item.Names)).toEqual([['/cart'], ['/checkout']]);
    expect(JSON.stringify(all)).not.toContain(CANARY);
    expect(all[0]?.Labels).toEqual({ 'com.docker.compose.project': 'demo', 'com.docker.compose.service': 'cart' });
    expect((await docker().listContainers()).map((item) => item.Names[0])).toEqual(['/cart']);
    expect(await docker().listContainers({ all: true, limit: 1 })).toHaveLength(1);
    expect(new Set(fixture.engine.requests)).toEqual(new Set(['GET /containers/json?all=true']));
  });

  it('filters by what the caller may see, never by hidden labels', async () => {
    const by = async (filters: Record<string, string[]>): Promise<(string | undefined)[]> =>
      (await docker().listContainers({ all: true, filters })).map((item) => item.Names[0]);
    expect(await by({ label: ['com.docker.compose.service=cart'] })).toEqual(['/cart']);
    expect(await by({ label: ['com.docker.compose.project=other'] })).toEqual([]);
    expect(await by({ label: [`basic-auth=${CANARY}`] })).toEqual([]);
    expect(await by({ name: ['postgres'] })).toEqual([]);
    expect(await by({ status: ['exited'] })).toEqual(['/checkout']);
    await expect(by({ volume: ['x'] })).rejects.toMatchObject({ statusCode: 403 });
  });

  it('inspects by name and by full id, without environment or anything else that holds secrets', async () => {
    const byName = await docker().getContainer('cart').inspect();
    const byId = await docker().getContainer(hexId('c1a0')).inspect();
    expect(byId).toEqual(byName);
    expect(byName.Config).not.toHaveProperty('Env');
    expect(JSON.stringify(byName)).not.toContain(CANARY);
    expect(byName).toMatchObject({ Name: '/cart', RestartCount: 2, State: { Running: true, Health: { Status: 'healthy' } }, HostConfig: { Memory: 104_857_600 } });
  });

  it('passes logs raw, in the frames of the engine', async () => {
    const logs = await docker().getContainer('cart').logs({ stdout: true, stderr: true, tail: 50, timestamps: true, since: 1_700_000_000, follow: false });
    expect(logs.subarray(8).toString()).toBe('hello\n');
    expect(withoutLookUps(fixture.engine.requests)).toEqual([
      `GET /containers/${hexId('c1a0')}/logs?follow=false&stdout=true&stderr=true&timestamps=true&tail=50&since=1700000000`,
    ]);
    const response = await fetch(`${fixture.gate.url}/containers/cart/logs?stdout=1&tail=1`, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(response.headers.get('content-type')).toBe('application/vnd.docker.multiplexed-stream');
    await response.arrayBuffer();
  });

  it('gives one sample of stats, and no stream of them', async () => {
    const cart = docker().getContainer('cart');
    expect(await cart.stats({ stream: false, 'one-shot': true })).toMatchObject({ name: '/cart' });
    await expect(cart.stats({ stream: true })).rejects.toMatchObject({ statusCode: 403 });
    expect(withoutLookUps(fixture.engine.requests)).toEqual([`GET /containers/${hexId('c1a0')}/stats?stream=false&one-shot=true`]);
  });

  it('restarts by full id with the body that dockerode sends, and does not pass that body on', async () => {
    const before = (await docker().getContainer('cart').inspect()).State.StartedAt;
    await docker({ fence: 5 }).getContainer('cart').restart({ t: 10 });
    await docker({ fence: 6, version: 'v1.44' }).getContainer(hexId('c2b0')).restart();
    expect((await docker().getContainer('cart').inspect()).State.StartedAt).not.toBe(before);
    expect(withoutLookUps(fixture.engine.requests)).toEqual([
      `POST /containers/${hexId('c1a0')}/restart?t=10`,
      `POST /v1.44/containers/${hexId('c2b0')}/restart`,
    ]);
    expect(fixture.engine.bodies.join('')).toBe('');
    await expect(docker({ fence: 9 }).getContainer('cart').restart({ t: 10, signal: 'SIGKILL' })).rejects.toMatchObject({ statusCode: 403 });
  });

  it('says no to everything else in JSON that dockerode understands, and the engine hears nothing', async () => {
    const cart = docker({ fence: 99 }).getContainer('cart');
    const calls: (() => Promise<unknown>)[] = [
      () => cart.stop(),
      () => cart.start(),
      () => cart.kill(),
      () => cart.pause(),
      () => cart.remove({ force: true }),
      () => cart.exec({ Cmd: ['sh'] }),
      () => cart.update({ Memory: 1 }),
      () => cart.rename({ name: 'x' }),
      () => cart.wait(),
      () => cart.top(),
      () => cart.changes(),
      () => cart.export(),
      () => cart.getArchive({ path: '/' }),
      () => cart.commit(),
      () => cart.resize({ h: 1, w: 1 }),
      () => cart.attach({ stream: true, stdout: true }),
      () => cart.logs({ follow: true, stdout: true }),
      () => docker().createContainer({ Image: 'x' }),
      () => docker().listImages(),
      () => docker().listVolumes(),
      () => docker().listNetworks(),
      () => docker().info(),
      () => docker().getEvents(),
      () => docker().pruneContainers(),
      () => docker().getContainer('postgres').inspect(),
      () => docker().getContainer('postgres').restart(),
      () => docker({ token: 'another-token-0123456789' }).version(),
    ];
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({ statusCode: 403 });
    }
    const error: unknown = await docker().listImages().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ json: { error_code: 'AUTHZ_DENIED', details: { reason: 'route_not_allowed' } } });
    expect(fixture.engine.requests).toEqual([]);
    expect(fixture.audit().filter((line) => line['decision'] === 'refused').length).toBeGreaterThanOrEqual(calls.length);
  });
});

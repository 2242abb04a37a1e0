import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDockerGate } from '../../docker-gate/main.ts';
import { withoutLookUps } from './engine-stand-in.ts';
import { restart, startFixture, TOKEN } from './gate-fixture.ts';
import type { GateFixture } from './gate-fixture.ts';

describe('restarts: fences, locks, crashes', () => {
  let fixture: GateFixture;
  beforeEach(async () => {
    fixture = await startFixture();
  });
  afterEach(() => fixture.close());

  function restarts(): number {
    return withoutLookUps(fixture.engine.requests).length;
  }

  it('takes rising fences, refuses an old one and one that was spent, for each container on its own', async () => {
    expect(await restart(fixture, 10)).toMatchObject({ status: 204 });
    expect(await restart(fixture, 9)).toMatchObject({ status: 403, error_code: 'CONFLICT', reason: 'fence_old' });
    expect(await restart(fixture, 10)).toMatchObject({ status: 403, error_code: 'CONFLICT', reason: 'fence_used' });
    expect(await restart(fixture, null)).toMatchObject({ status: 403, reason: 'fence_missing' });
    expect(await restart(fixture, 3, 'checkout')).toMatchObject({ status: 204 });
    expect(await restart(fixture, 11)).toMatchObject({ status: 204 });
    expect(restarts()).toBe(3);
    expect(fixture.audit().filter((line) => line['decision'] === 'allowed').map((line) => [line['container'], line['fence']])).toEqual([
      ['cart', 10],
      ['checkout', 3],
      ['cart', 11],
    ]);
  });

  it('remembers the fence over its own end', async () => {
    await restart(fixture, 10);
    await fixture.restartGate();
    expect(await restart(fixture, 9)).toMatchObject({ reason: 'fence_old' });
    expect(await restart(fixture, 10)).toMatchObject({ reason: 'fence_used' });
    expect(restarts()).toBe(1);
  });

  it('lets a recreated container not start again from zero', async () => {
    await restart(fixture, 10);
    const cart = fixture.engine.containers[0];
    fixture.engine.containers.splice(0, 1, { id: 'e'.repeat(64), name: 'cart', started_at: cart?.started_at ?? '', state: 'running' });
    expect(await restart(fixture, 9)).toMatchObject({ reason: 'fence_old' });
    expect(await restart(fixture, 12, 'e'.repeat(64))).toMatchObject({ status: 204 });
    expect(await restart(fixture, 13, cart?.id)).toMatchObject({ reason: 'container_not_allowed' });
  });

  it('asks the engine once when the same request comes twice at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => restart(fixture, 10)));
    expect(answers.filter((answer) => answer.status === 204)).toHaveLength(1);
    expect(restarts()).toBe(1);
  });

  it('asks the engine once while it is busy with a restart, whatever the fence', async () => {
    const held: (() => void)[] = [];
    fixture.engine.onRestart = (response) => held.push(() => response.writeHead(204).end());
    const first = restart(fixture, 10);
    await expect.poll(() => held.length).toBe(1);
    expect(await restart(fixture, 11)).toMatchObject({ error_code: 'CONFLICT', reason: 'restart_in_flight' });
    held[0]?.();
    expect((await first).status).toBe(204);
    fixture.engine.onRestart = (response) => response.writeHead(204).end();
    expect((await restart(fixture, 11)).status).toBe(204);
  });

  it('spends the fence when the answer of the engine is lost or is an error', async () => {
    fixture.engine.onRestart = (response) => response.destroy();
    expect(await restart(fixture, 10)).toMatchObject({ status: 502, error_code: 'UPSTREAM_ERROR' });
    expect(await restart(fixture, 10)).toMatchObject({ status: 403, reason: 'fence_used' });
    fixture.engine.onRestart = (response) => response.writeHead(500, { 'content-type': 'application/json' }).end('{"message":"no\\u001b[31m way"}');
    expect(await restart(fixture, 11)).toMatchObject({ status: 500, error_code: 'UPSTREAM_ERROR' });
    expect(await restart(fixture, 11)).toMatchObject({ reason: 'fence_used' });
    expect(restarts()).toBe(2);
  });

  it('does not follow a redirect', async () => {
    fixture.engine.onRestart = (response) => response.writeHead(307, { location: '/containers/postgres/kill' }).end();
    expect(await restart(fixture, 10)).toMatchObject({ status: 502 });
    expect(restarts()).toBe(1);
  });

  it('lets the same fence come again when the engine was certainly not asked: it was down, or a lock forbade it', async () => {
    const gate = await startDockerGate({
      engine: 'unix:///nowhere/engine.sock',
      listen: { host: '127.0.0.1', port: 0 },
      allow: ['cart'],
      token: TOKEN,
      stateDir: fixture.state,
    });
    const down = await restart({ gate }, 10);
    expect(down).toMatchObject({ status: 502, error_code: 'UPSTREAM_ERROR' });
    await gate.close();
    // The gate that came later owned the state; this one has to start again.
    await fixture.restartGate();
    const lock = join(fixture.state, 'locks', 'freeze.lock');
    writeFileSync(lock, '');
    expect(await restart(fixture, 10)).toMatchObject({ status: 403, error_code: 'LOCKED' });
    expect(await restart(fixture, 9)).toMatchObject({ error_code: 'CONFLICT', reason: 'fence_old' });
    rmSync(lock);
    expect(await restart(fixture, 10)).toMatchObject({ status: 204 });
    expect(restarts()).toBe(1);
  });

  it('obeys a lock file dropped by hand at once, corrupt or not, and its removal at once', async () => {
    const lock = join(fixture.state, 'locks', 'stress-test.lock');
    let fence = 1;
    for (const text of ["{ locked_by: 'kim', reason: 'load test', blocks: ['auto_restart'] }", '{}', '{ locked_by: "ki', 'garbage', '']) {
      writeFileSync(lock, text);
      expect(await restart(fixture, (fence += 1))).toMatchObject({ status: 403, error_code: 'LOCKED' });
      rmSync(lock);
      expect(await restart(fixture, (fence += 1))).toMatchObject({ status: 204 });
    }
    expect(restarts()).toBe(5);
    expect(fixture.audit().filter((line) => line['decision'] === 'allowed')).toHaveLength(5);
    const refusal = fixture.audit().find((line) => line['reason'] === 'locked');
    expect(refusal).toMatchObject({ decision: 'refused', container: 'cart', fence: 2, lock: 'stress-test.lock', why: 'held' });
    expect(fixture.logged.some((line) => line.includes('unreadable'))).toBe(true);
  });

  it('refuses while the fences on disk cannot be read, and once another gate has taken the state over', async () => {
    await restart(fixture, 10);
    const path = join(fixture.state, 'docker-gate', 'fences.json');
    for (const text of ['{"owner":"x"', '{"owner":"x","fences":{"cart":{"fence":"10"}}}']) {
      writeFileSync(path, text);
      expect(await restart(fixture, 20)).toMatchObject({ status: 403, reason: 'fence_unreadable' });
      await fixture.restartGate();
      expect(await restart(fixture, 20)).toMatchObject({ status: 403, reason: 'fence_unreadable' });
    }
    rmSync(path);
    expect(await restart(fixture, 20)).toMatchObject({ status: 403, reason: 'fence_unreadable' });
    writeFileSync(path, '{"owner":"another gate","fences":{}}');
    expect(await restart(fixture, 20)).toMatchObject({ status: 403, reason: 'superseded' });
    expect(restarts()).toBe(1);
  });

  it('tells of an engine that is not there with 502, and does not show where it looked', async () => {
    await fixture.engine.close();
    const response = await fetch(`${fixture.gate.url}/version`, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(response.status).toBe(502);
    const text = await response.text();
    expect(text).toContain('"reached_engine":false');
    expect(text).not.toContain('.sock');
  });
});

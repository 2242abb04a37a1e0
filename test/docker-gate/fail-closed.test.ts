import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startEngineStandIn, withoutLookUps } from './engine-stand-in.ts';
import { restart, startFixture, TOKEN } from './gate-fixture.ts';

describe.skipIf(process.platform !== 'linux')('when the disk does not keep what it is told', () => {
  it('does not restart when the audit line cannot be written, and still refuses and reads', async () => {
    const state = mkdtempSync(join(tmpdir(), 'gate-full-'));
    mkdirSync(join(state, 'docker-gate'), { recursive: true });
    symlinkSync('/dev/full', join(state, 'docker-gate', 'audit.jsonl'));
    const fixture = await startFixture({ stateDir: state });
    expect(await restart(fixture, 10)).toMatchObject({ status: 403, error_code: 'INTERNAL_ERROR', reason: 'audit_unwritable' });
    expect(await restart(fixture, 11, 'postgres')).toMatchObject({ status: 403, reason: 'container_not_allowed' });
    expect(withoutLookUps(fixture.engine.requests)).toEqual([]);
    rmSync(join(state, 'docker-gate', 'audit.jsonl'));
    expect(await restart(fixture, 12)).toMatchObject({ status: 204 });
    await fixture.close();
  });
});

describe('kill -9 between the fence and the answer of the engine', () => {
  it('does not ask the engine a second time with that fence', async () => {
    const engine = await startEngineStandIn();
    engine.onRestart = () => undefined;
    const state = mkdtempSync(join(tmpdir(), 'gate-kill-'));
    const main = resolve('docker-gate/main.ts');
    const options = { engine: engine.address, listen: { host: '127.0.0.1', port: 0 }, allow: ['cart'], token: TOKEN, stateDir: state };
    const script = `import { startDockerGate } from ${JSON.stringify(main)}; const gate = await startDockerGate(${JSON.stringify(options)}); console.log(gate.url);`;
    const start = async (): Promise<{ url: string; kill: () => Promise<unknown> }> => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = new Promise((done) => child.once('exit', done));
      const url = await new Promise<string>((done) => child.stdout.once('data', (chunk: Buffer) => done(chunk.toString().trim())));
      return {
        url,
        kill: () => {
          child.kill('SIGKILL');
          return ended;
        },
      };
    };
    const first = await start();
    const lost = restart({ gate: first }, 10).catch(() => 'lost');
    await expect.poll(() => withoutLookUps(engine.requests).length, { timeout: 10_000 }).toBe(1);
    await first.kill();
    expect(await lost).toBe('lost');
    engine.onRestart = (response) => response.writeHead(204).end();
    const second = await start();
    expect(await restart({ gate: second }, 10)).toMatchObject({ status: 403, reason: 'fence_used' });
    expect(withoutLookUps(engine.requests)).toHaveLength(1);
    expect(await restart({ gate: second }, 11)).toMatchObject({ status: 204 });
    await second.kill();
    await engine.close();
    rmSync(state, { recursive: true, force: true });
  });
});

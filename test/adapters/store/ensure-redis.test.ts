import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensureRedis } from '../../../adapters/store/ensure-redis.ts';
import { ask, startRedis } from '../../../adapters/store/redis-process.ts';
import { startChild } from './child.ts';
import { eventually } from './eventually.ts';
import { tempFolder } from './temp-folder.ts';

function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** A folder for PATH with a stand-in of a package manager that "installs" the real redis-server into it. */
function folderWith(program: string, script: string): string {
  const folder = tempFolder();
  const file = join(folder, program);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return folder;
}

describe('ensureRedis', () => {
  it('takes the one that is given', async () => {
    const redis = await ensureRedis({ env: { ATLAS_REDIS_URL: 'redis://example:1' }, say: () => undefined });
    expect(redis.url).toBe('redis://example:1');
    await redis.stop();
  });

  it('starts a private one that never evicts, and stops it', async () => {
    const redis = await ensureRedis({ env: { PATH: process.env['PATH'] }, say: () => undefined });
    const port = portOf(redis.url);
    expect(await ask(port, 'CONFIG GET maxmemory-policy')).toContain('noeviction');
    expect(await ask(port, 'CONFIG GET bind')).toContain('127.0.0.1');
    await redis.stop();
    expect(await ask(port, 'PING')).toBeNull();
  });

  it('ends with its parent, also when that is killed', async () => {
    const parent = startChild('./fixtures/hold-redis.ts', import.meta.url, []);
    const port = portOf(await eventually('its address', () => parent.lines[0]));
    expect(await ask(port, 'PING')).toContain('PONG');
    parent.process.kill('SIGKILL');
    await parent.ended;
    await eventually('Redis is gone', async () => (await ask(port, 'PING')) === null);
  });

  it('comes up again on the same port', async () => {
    const first = await startRedis();
    await first.stop();
    const second = await startRedis({ port: first.port });
    expect(await second.pid()).toBeGreaterThan(0);
    await second.stop();
  });

  it('refuses a port on which somebody else answers', async () => {
    const first = await startRedis();
    await expect(startRedis({ port: first.port })).rejects.toMatchObject({ error_code: 'UPSTREAM_ERROR' });
    await first.stop();
  });

  it('installs what is missing, saying so in one line', async () => {
    const real = execFileSync('sh', ['-c', 'command -v redis-server'], { encoding: 'utf8' }).trim();
    const folder = folderWith('apt-get', `PATH=/usr/bin:/bin; case "$*" in *install*redis-server) ln -s ${real} "$(dirname "$0")/redis-server";; esac`);
    const said: string[] = [];
    const redis = await ensureRedis({ env: { PATH: folder }, say: (line) => said.push(line), platform: 'linux', is_root: true });
    expect(said).toEqual([expect.stringMatching(/^redis-server is missing: installing it \(.*apt-get .*install/)]);
    await redis.stop();
  });

  it.each([
    ['linux', 'apt-get', 'sudo apt-get install -y redis-server'],
    ['darwin', 'brew', 'brew install redis'],
  ] as const)('says what to run when it cannot install on %s', async (platform, program, advice) => {
    const failing = folderWith(program, 'exit 1');
    symlinkSync('/bin/false', join(failing, 'sudo'));
    for (const [folder, is_root] of [[failing, true], [failing, false], [tempFolder(), true]] as const) {
      await expect(ensureRedis({ env: { PATH: folder }, say: () => undefined, platform, is_root })).rejects.toThrow(advice);
    }
  });
});

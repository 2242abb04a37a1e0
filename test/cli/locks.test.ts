import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyStateDir, removeStateDir } from './prepared-state.ts';
import { runOn } from './run-atlas.ts';

const MANY_COMMANDS_MS = 120_000;

describe('atlas lock and unlock', () => {
  let one: string;
  let other: string;
  beforeEach(() => { [one, other] = [emptyStateDir(), emptyStateDir()]; });
  afterEach(() => { for (const folder of [one, other]) removeStateDir(folder); });

  async function locksOf(stateDir: string): Promise<readonly { readonly name: string; readonly reason: string; readonly state: string }[]> {
    return (JSON.parse((await runOn(stateDir, 'status', '--json')).stdout) as { readonly locks: readonly { readonly name: string; readonly reason: string; readonly state: string }[] }).locks;
  }

  it('locks a deployment that was never started, and only that one; a second lock of that name is refused; unlock lets go', async () => {
    const locked = await runOn(one, 'lock', 'freeze', '--reason', 'release in progress', '--json');
    expect(locked.stderr).toBe('');
    expect(JSON.parse(locked.stdout)).toMatchObject({ name: 'freeze', file: join(one, 'locks', 'freeze.lock'), reason: 'release in progress', blocks: ['auto_restart', 'auto_scale'] });
    expect(await locksOf(one)).toMatchObject([{ name: 'freeze', origin: 'hand', reason: 'release in progress', state: 'held' }]);
    expect(await locksOf(other)).toEqual([]);

    const again = await runOn(one, 'lock', 'freeze', '--reason', 'another reason');
    expect(again).toMatchObject({ code: 1, stderr: 'atlas: freeze is locked already\n' });
    expect(readFileSync(join(one, 'locks', 'freeze.lock'), 'utf8')).toContain('release in progress');

    expect((await runOn(other, 'unlock', 'freeze')).code, 'the other deployment has no such lock').toBe(1);
    expect(await runOn(one, 'unlock', 'freeze')).toMatchObject({ code: 0, stdout: 'Released freeze.\n' });
    expect(existsSync(join(one, 'locks', 'freeze.lock'))).toBe(false);
    expect(await locksOf(one)).toEqual([]);
  }, MANY_COMMANDS_MS);
});

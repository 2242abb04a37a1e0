import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alarms, createWorld, STRESS } from './locks-world.ts';

describe('lock files put there by hand', () => {
  it('forbid at once and until they are removed, whatever their time says', async () => {
    const { locksOf, put } = createWorld();
    const a = locksOf('a');
    const path = put('freeze.lock', "{ locked_by: 'kim', reason: 'release day', expected_release: '2020-01-01T00:00:00Z' } // by hand");
    expect(await a.blocking('auto_restart')).toEqual({
      name: 'freeze',
      locked_by: 'kim',
      reason: 'release day',
      until: '2020-01-01T00:00:00Z',
      blocks: ['auto_restart', 'auto_scale'],
      origin: 'hand',
      state: 'held',
    });
    expect(await a.acquire({ ...STRESS, name: 'freeze' })).toBeNull();
    rmSync(path);
    expect(await a.blocking('auto_restart')).toBeNull();
  });

  it('forbid only what they list', async () => {
    const { locksOf, put } = createWorld();
    put('scale.lock', "{ blocks: ['auto_scale', 'something_else'] }");
    put('none.lock', '{ blocks: [] }');
    put('README', 'not a lock');
    expect(await locksOf('a').blocking('auto_restart')).toBeNull();
    expect(await locksOf('a').blocking('auto_scale')).toMatchObject({ name: 'scale' });
  });

  it.each([
    ['empty', ''],
    ['half-written', '{ locked_by: "a", blo'],
    ['a list', '[]'],
    ['of a wrong shape', '{ blocks: "none" }'],
    ['with a time that means nothing', '{ locked_at: "yesterday", blocks: [] }'],
    ['too large', `{ reason: "${'x'.repeat(70_000)}", blocks: [] }`],
  ])('count although %s, with one alarm for each state of the file', async (_, text) => {
    const { locksOf, put, ledger } = createWorld();
    put('odd.lock', text);
    for (const instance of ['a', 'a', 'b']) {
      expect(await locksOf(instance).blocking('auto_restart')).toMatchObject({ name: 'odd', state: 'unreadable', origin: 'hand' });
    }
    expect(await alarms(ledger)).toEqual(['unreadable']);
    put('odd.lock', `${text} {`);
    await locksOf('a').active();
    expect(await alarms(ledger)).toHaveLength(2);
  });

  it('count although they are links', async () => {
    const { locksOf, put, folder } = createWorld();
    put('x', '{ blocks: [] }');
    symlinkSync(join(folder, 'x'), join(folder, 'link.lock'));
    symlinkSync('/nowhere', join(folder, 'dangling.lock'));
    expect((await locksOf('a').active()).map((lock) => [lock.name, lock.state])).toEqual([
      ['dangling', 'unreadable'],
      ['link', 'unreadable'],
    ]);
  });

  it('from the future forbid everything', async () => {
    const { locksOf, put, clock, ledger } = createWorld();
    put('late.lock', JSON.stringify({ locked_at: new Date(clock.now() + 61_000).toISOString(), blocks: [] }));
    expect(await locksOf('a').blocking('auto_restart')).toMatchObject({ state: 'future' });
    expect(await alarms(ledger)).toEqual(['future']);
    put('late.lock', JSON.stringify({ locked_at: new Date(clock.now() + 59_000).toISOString(), blocks: [] }));
    expect(await locksOf('a').blocking('auto_restart')).toBeNull();
  });

  it('are never overwritten or removed by a lease, and unlock removes both', async () => {
    const { locksOf, put, ledger } = createWorld();
    const a = locksOf('a');
    await a.acquire(STRESS);
    const path = put('stress-test.lock', "{ locked_by: 'kim' }");
    await a.renew('stress-test', 60_000);
    await a.reconcileMirrors();
    expect(readFileSync(path, 'utf8')).toBe("{ locked_by: 'kim' }");
    await a.release('stress-test');
    expect(await a.blocking('auto_restart')).toMatchObject({ locked_by: 'kim' });
    expect(await locksOf('cli', 'operator').releaseAny('stress-test', 'operator')).toEqual({ lease: null, removed_file: path });
    expect(await a.blocking('auto_restart')).toBeNull();
    await a.acquire(STRESS);
    expect(await locksOf('cli', 'operator').releaseAny('stress-test', 'operator')).toMatchObject({ lease: { name: 'stress-test' }, removed_file: null });
    expect((await ledger.events({ kinds: ['lease.released'], newest_first: true, limit: 1 }))[0]).toMatchObject({ actor: 'operator', data: { reason: 'unlocked' } });
  });
});

describe('mirrors', () => {
  it('removed by hand do not unlock, and are written again', async () => {
    const { locksOf, folder } = createWorld();
    const a = locksOf('a');
    await a.acquire(STRESS);
    rmSync(join(folder, 'stress-test.lock'));
    expect(await locksOf('b').blocking('auto_restart')).toMatchObject({ name: 'stress-test', origin: 'lease' });
    expect(await locksOf('b').reconcileMirrors()).toEqual(['stress-test']);
    expect(existsSync(join(folder, 'stress-test.lock'))).toBe(true);
    expect(await locksOf('b').reconcileMirrors()).toEqual([]);
  });

  it('of a lease that is over do not lock, and are removed', async () => {
    const { locksOf, folder } = createWorld();
    const a = locksOf('a');
    await a.acquire(STRESS);
    const path = join(folder, 'stress-test.lock');
    const text = readFileSync(path, 'utf8');
    await a.release('stress-test');
    writeFileSync(path, text);
    expect(await a.blocking('auto_restart')).toBeNull();
    expect(await a.acquire({ ...STRESS, blocks: [] })).toMatchObject({ fence: 3 });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ fence: 3 });
    await a.release('stress-test');
    writeFileSync(path, text);
    expect(await a.reconcileMirrors()).toEqual(['stress-test']);
    expect(existsSync(path)).toBe(false);
  });

  it('of a lease that the ledger never granted lock like a hand-placed file', async () => {
    const { locksOf, put } = createWorld();
    put('stress-test.lock', JSON.stringify({ mirror: true, fence: 12, locked_by: 'x', blocks: [] }));
    expect(await locksOf('a').blocking('auto_restart')).toMatchObject({ origin: 'hand' });
    expect(await locksOf('a').acquire(STRESS)).toBeNull();
  });
});

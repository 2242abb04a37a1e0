import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarms, createWorld, STRESS } from './locks-world.ts';

describe('leases', () => {
  it('has one holder, shows it in the folder, and ends', async () => {
    const { locksOf, folder, ledger } = createWorld();
    const [a, b] = [locksOf('a'), locksOf('b')];
    const lease = await a.acquire(STRESS);
    expect(lease).toMatchObject({ name: 'stress-test', fence: 1, locked_by: 'jira-resolver' });
    expect(await b.acquire(STRESS)).toBeNull();
    const path = join(folder, 'stress-test.lock');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ mirror: true, fence: 1, locked_by: 'jira-resolver', reason: 'load', blocks: ['auto_restart', 'auto_scale'] });
    expect(await b.active()).toEqual([expect.objectContaining({ name: 'stress-test', origin: 'lease', state: 'held' })]);
    expect(await b.blocking('auto_restart')).toMatchObject({ name: 'stress-test' });
    expect(await b.release('stress-test')).toBe(false);
    expect(await a.release('stress-test')).toBe(true);
    expect(await a.release('stress-test')).toBe(false);
    expect(existsSync(path)).toBe(false);
    expect(await b.blocking('auto_restart')).toBeNull();
    expect(await b.acquire(STRESS)).toMatchObject({ fence: 3 });
    expect((await ledger.list('lease')).length).toBe(1);
  });

  it('extends what it holds already, under the same fence', async () => {
    const { locksOf, clock } = createWorld();
    const a = locksOf('a');
    await a.acquire(STRESS);
    clock.advance(50_000);
    expect(await a.acquire(STRESS)).toMatchObject({ fence: 1, expires_at: new Date(clock.now() + 60_000).toISOString() });
    clock.advance(50_000);
    expect(await a.renew('stress-test', 10_000)).toMatchObject({ fence: 1 });
    expect(await locksOf('b').renew('stress-test', 10_000)).toBeNull();
    expect(await locksOf('b').acquire(STRESS)).toBeNull();
  });

  it('is released by whoever looks when it is over and its holder dead; stays, with one alarm, while the holder lives', async () => {
    const { locksOf, clock, dead, ledger, folder } = createWorld();
    await locksOf('a').acquire(STRESS);
    clock.advance(60_000);
    const b = locksOf('b');
    expect(await b.acquire(STRESS)).toBeNull();
    for (let n = 0; n < 3; n += 1) expect(await b.active()).toEqual([expect.objectContaining({ state: 'expired_but_alive' })]);
    expect(await locksOf('c').blocking('auto_restart')).toMatchObject({ state: 'expired_but_alive' });
    expect(await alarms(ledger)).toEqual(['expired_but_alive']);
    dead.add('a');
    expect(await b.active()).toEqual([]);
    expect((await ledger.events({ kinds: ['lease.released'] })).map((event) => event.data['reason'])).toEqual(['expired']);
    expect(existsSync(join(folder, 'stress-test.lock'))).toBe(false);
  });

  it('passes from a dead process to its successor at once, to others only at its end', async () => {
    const { locksOf, clock, dead } = createWorld();
    await locksOf('a').acquire(STRESS);
    dead.add('a');
    expect(await locksOf('m', 'ops-monitor').acquire(STRESS)).toBeNull();
    expect(await locksOf('m').blocking('auto_restart')).toMatchObject({ state: 'held' });
    const inherited = await locksOf('b').acquire(STRESS);
    expect(inherited?.fence).toBeGreaterThan(1);
    dead.add('b');
    clock.advance(60_000);
    expect(await locksOf('m', 'ops-monitor').acquire(STRESS)).toMatchObject({ locked_by: 'ops-monitor' });
  });

  it('of a person outlives the command that took it', async () => {
    const { locksOf, dead, clock } = createWorld();
    await locksOf('shell-1', 'operator').acquire(STRESS);
    dead.add('shell-1');
    expect(await locksOf('shell-2', 'operator').acquire(STRESS)).toBeNull();
    expect(await locksOf('a').blocking('auto_restart')).toMatchObject({ locked_by: 'operator' });
    clock.advance(60_000);
    expect(await locksOf('a').blocking('auto_restart')).toBeNull();
  });

  it('does not end early, for its own process, because the clock was set', async () => {
    const { locksOf, clock } = createWorld();
    const a = locksOf('a');
    await a.acquire(STRESS);
    clock.jump(3_600_000);
    expect(await a.active()).toEqual([expect.objectContaining({ state: 'held' })]);
    clock.jump(-7_200_000);
    clock.advance(60_000);
    expect(await a.active()).toEqual([expect.objectContaining({ state: 'expired_but_alive' })]);
  });

  it('refuses names that would not be a file name', async () => {
    for (const name of ['', '../x', 'a/b', '.hidden', 'a b', 'x'.repeat(101)]) {
      await expect(createWorld().locksOf('a').acquire({ ...STRESS, name })).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
    }
  });

  it('never has two holders, and its fences only rise (model)', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constantFrom('acquire', 'release', 'renew', 'look', 'die', 'unlock'), who: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ do: fc.constantFrom('advance', 'jump'), who: fc.constant('a'), ms: fc.integer({ min: 0, max: 90_000 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const world = createWorld();
        let generation = 0;
        const names = new Map<string, string>();
        const nameOf = (who: string): string => names.get(who) ?? who;
        const holds = new Map<string, number>();
        let last = 0;
        for (const one of steps) {
          const name = nameOf(one.who);
          const locks = world.locksOf(name);
          if (one.do === 'acquire') {
            const lease = await locks.acquire(STRESS);
            if (lease !== null && !holds.has(name)) {
              // Whoever held it before must be dead or have let go.
              for (const holder of holds.keys()) expect(world.dead.has(holder)).toBe(true);
              expect(lease.fence).toBeGreaterThan(last);
              last = lease.fence;
              holds.clear();
              holds.set(name, lease.fence);
            } else if (lease !== null) expect(lease.fence).toBe(holds.get(name));
          } else if (one.do === 'release') expect(await locks.release('stress-test')).toBe(holds.delete(name));
          else if (one.do === 'renew') expect((await locks.renew('stress-test', 30_000)) !== null).toBe(holds.has(name));
          else if (one.do === 'unlock') {
            await locks.releaseAny('stress-test', 'operator');
            holds.clear();
          } else if (one.do === 'die') {
            world.dead.add(name);
            names.set(one.who, `${one.who}${(generation += 1)}`);
          } else if ('ms' in one) world.clock[one.do === 'jump' ? 'jump' : 'advance'](one.ms);
          const live = [...holds.keys()].filter((holder) => !world.dead.has(holder));
          if (live.length > 0) expect(await world.locksOf('looker', 'atlas').blocking('auto_restart')).not.toBeNull();
          else if (one.do === 'look' && (await world.locksOf('looker', 'atlas').active()).length === 0) holds.clear();
        }
      }),
      { numRuns: 40 },
    );
  });
});

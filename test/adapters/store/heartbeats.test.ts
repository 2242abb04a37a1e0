import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openHeartbeats } from '../../../adapters/store/heartbeats.ts';
import { createHolder } from '../../../adapters/store/holder.ts';
import { createTestClock } from './system-clock.ts';
import { tempFolder } from './temp-folder.ts';

function open(file = join(tempFolder(), 'heartbeats.db')) {
  const clock = createTestClock();
  const first = openHeartbeats({ file, clock });
  const second = openHeartbeats({ file, clock });
  onTestFinished(() => {
    first.close();
    second.close();
  });
  return { file, clock, first, second };
}

describe('heartbeats', () => {
  it('are seen by others, newest only, with the process they are of', async () => {
    const { first, second, clock } = open();
    const holder = createHolder('ops-monitor');
    await first.beat(holder, 'checking');
    clock.advance(5_000);
    await first.beat(holder, 'idle');
    await first.beat(createHolder('atlas'), 'up');
    expect(await second.all()).toEqual([expect.objectContaining({ agent: 'atlas' }), { agent: 'ops-monitor', holder, beat_at_ms: clock.now(), status: 'idle' }]);
    expect(second.lastBeat_ms(holder)).toBe(clock.now());
    expect(second.lastBeat_ms(createHolder('ops-monitor'))).toBeNull();
  });

  it('let one living process be an agent, and its successor after it', () => {
    const { first, second } = open();
    const [a, b] = [createHolder('atlas'), createHolder('atlas')];
    expect(first.claimSingleton('atlas', a, () => true)).toEqual({ claimed: true });
    expect(first.claimSingleton('atlas', a, () => true)).toEqual({ claimed: true });
    expect(second.claimSingleton('atlas', b, () => true)).toEqual({ claimed: false, by: a });
    expect(second.claimSingleton('ops-monitor', b, () => true)).toEqual({ claimed: true });
    expect(second.claimSingleton('atlas', b, () => false)).toEqual({ claimed: true });
    expect(second.lastBeat_ms(b)).not.toBeNull();
    first.releaseSingleton('atlas', a);
    expect(first.claimSingleton('atlas', a, () => true)).toEqual({ claimed: false, by: b });
    second.releaseSingleton('atlas', b);
    expect(first.claimSingleton('atlas', a, () => true)).toEqual({ claimed: true });
  });

  it('begin anew when their file is damaged', async () => {
    const file = join(tempFolder(), 'heartbeats.db');
    writeFileSync(file, Buffer.alloc(8_192, 3));
    const { first } = open(file);
    await first.beat(createHolder('atlas'), 'up');
    expect(await first.all()).toHaveLength(1);
    expect(existsSync(`${file}.damaged`)).toBe(true);
  });
});

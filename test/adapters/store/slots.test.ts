import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHolder } from '../../../adapters/store/holder.ts';
import { openLedger } from '../../../adapters/store/ledger.ts';
import { claimSlot, finishSlot } from '../../../adapters/store/slots.ts';
import { startChild } from './child.ts';
import { createTestClock, systemClock } from './system-clock.ts';
import { tempFolder } from './temp-folder.ts';

describe('slots', () => {
  it('are claimed once by two processes that want all of them', async () => {
    const file = join(tempFolder(), 'ledger.db');
    const children = ['x', 'y'].map(() => startChild('./fixtures/claim-slots.ts', import.meta.url, [file, '200']));
    for (const child of children) expect(await child.ended).toMatchObject({ code: 0, stderr: '' });
    const claimed = children.flatMap((child) => child.lines);
    expect(claimed).toHaveLength(200);
    expect(new Set(claimed).size).toBe(200);
    const ledger = openLedger({ file, clock: systemClock });
    expect(await ledger.list('slot', ['finished'])).toHaveLength(200);
    ledger.close();
  });

  it('are claimed again after a death, a few times, and finished only by who has them', async () => {
    const ledger = openLedger({ file: join(tempFolder(), 'ledger.db'), clock: createTestClock() });
    onTestFinished(() => ledger.close());
    const [a, b, c, d] = [createHolder('atlas'), createHolder('atlas'), createHolder('atlas'), createHolder('atlas')];
    const dead = new Set<string>();
    const claim = (holder: typeof a) => claimSlot(ledger, { key: 's', holder, actor: 'atlas' }, (one) => !dead.has(one.instance));
    const finish = (holder: typeof a) => finishSlot(ledger, { key: 's', holder, actor: 'atlas', ok: true });
    expect(await claim(a)).toEqual({ claimed: true, attempt: 1 });
    expect(await claim(b)).toEqual({ claimed: false, reason: 'running' });
    dead.add(a.instance);
    expect(await claim(b)).toEqual({ claimed: true, attempt: 2 });
    expect(await finish(a)).toBe(false);
    dead.add(b.instance);
    expect(await claim(c)).toEqual({ claimed: true, attempt: 3 });
    dead.add(c.instance);
    expect(await claim(d)).toEqual({ claimed: false, reason: 'given_up' });
    expect(await finish(c)).toBe(true);
    expect(await finish(c)).toBe(false);
    expect(await claim(d)).toEqual({ claimed: false, reason: 'finished' });
  });
});

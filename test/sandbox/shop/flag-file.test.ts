import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { watchFlagFile } from '../../../sandbox/shop/flag-file.ts';
import { until } from './until.ts';

const document = (variant: string): string => JSON.stringify({ flags: { leak: { state: 'ENABLED', variants: { on: 1, off: 0 }, defaultVariant: variant } } });

it('keeps what it knew while the file is half written or gone, and tells changes only', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'flags-'));
  const path = join(folder, 'flags.json');
  await writeFile(path, document('off'));
  const flags = await watchFlagFile(path, 10);
  let changes = 0;
  flags.onChange(() => { changes += 1; });
  try {
    expect([flags.value('leak'), flags.variant('leak'), flags.value('absent')]).toEqual([0, 'off', null]);
    await writeFile(path, document('on').slice(0, 40));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([flags.variant('leak'), changes]).toEqual(['off', 0]);
    await rm(path);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(flags.variant('leak')).toBe('off');
    await writeFile(path, document('on'));
    await until('the change', () => (flags.variant('leak') === 'on' ? true : null));
    expect(changes).toBe(1);
  } finally {
    flags.close();
    await rm(folder, { recursive: true });
  }
});

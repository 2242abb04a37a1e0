import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Flags } from '../../core/ports.ts';

export interface FlagsUnderTest {
  readonly flags: Flags;
  /** A flag with the variants `on` and `off`, and one whose rule applies to some requests only. Both are off. */
  readonly plain: string;
  readonly targeted: string;
  stop(): Promise<void>;
}

/** What every flag system must do for Atlas. */
export function flagsContract(name: string, make: () => Promise<FlagsUnderTest>): void {
  describe(`${name}: flags contract`, () => {
    let under_test: FlagsUnderTest;
    beforeAll(async () => {
      under_test = await make();
    });
    afterAll(() => under_test.stop());

    it('sets a flag, shows it, and sets it back; the other flags stay', async () => {
      const { flags } = under_test;
      for (const flag of [under_test.plain, under_test.targeted]) {
        const before = await flags.read();
        await flags.set(flag, 'on');
        await flags.set(flag, 'on');
        const during = await flags.read();
        expect(during.find((state) => state.name === flag)).toMatchObject({ variant: 'on' });
        expect(during.filter((state) => state.name !== flag)).toEqual(before.filter((state) => state.name !== flag));
        await flags.set(flag, 'off');
        expect(await flags.read()).toEqual(before);
      }
    });

    it('evaluates as many flags as it is asked to, and changes none', async () => {
      const { flags } = under_test;
      const before = await flags.read();
      expect(await flags.evaluate(60)).toBe(60);
      expect(await flags.evaluate(0)).toBe(0);
      expect(await flags.read()).toEqual(before);
    });

    it('refuses flags and variants that do not exist', async () => {
      for (const [flag, variant] of [['nope', 'on'], ['toString', 'on'], [under_test.plain, 'sideways']] as const) {
        await expect(under_test.flags.set(flag, variant)).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR', certainty: 'refused' });
      }
    });
  });
}

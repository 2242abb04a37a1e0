import { z } from 'zod';

/** One flag of a flagd file; everything that we do not know is kept as it is and written back. */
export const Flag = z.looseObject({
  state: z.string().optional(),
  variants: z.record(z.string(), z.unknown()),
  defaultVariant: z.string(),
  targeting: z.record(z.string(), z.unknown()).optional(),
});
export type Flag = z.infer<typeof Flag>;

/** flagd-ui's answer: without `$schema`, which has to be put back on writing. */
export const FlagFile = z.looseObject({ flags: z.record(z.string(), Flag) });
export type FlagFile = z.infer<typeof FlagFile>;

/** OFREP: `variant` is left out while the flag is disabled. */
export const Evaluation = z.looseObject({ key: z.string().optional(), variant: z.string().optional() });

import { z } from 'zod';
import { httpUrlOrNone, seconds } from '../../core/config-primitives.ts';

export const locustSettings = z.strictObject({
  url: httpUrlOrNone.meta({ description: 'Base address of the web API, with its prefix if it has one; empty: no load can be made.' }),
  timeout_s: seconds,
});

import { z } from 'zod';
import { seconds, secret } from '../../core/config-primitives.ts';

/** Pinged by atlas while all is well; an outside watcher calls people when it stops. Empty: nobody watches the watcher. */
export const deadManSettings = z.strictObject({ url: z.union([secret, z.literal('')]), interval_s: seconds });

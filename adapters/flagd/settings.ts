import { z } from 'zod';
import { httpUrlOrNone, seconds } from '../../core/config-primitives.ts';

export const flagdSettings = z.strictObject({
  ui_url: httpUrlOrNone.meta({ description: 'flagd-ui, through which flags are written; empty: no faults can be made.' }),
  ofrep_url: httpUrlOrNone.meta({ description: 'Where an evaluation shows that a written flag is in force.' }),
  settle_s: seconds.meta({ description: 'How long a written variant may take until evaluation gives it.' }),
  timeout_s: seconds,
});

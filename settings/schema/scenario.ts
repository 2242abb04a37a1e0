import { z } from 'zod';
import { count, name, ratio, seconds } from '../../core/config-primitives.ts';

/** One rehearsal: what is done to the demo, and what the others ought to notice. */
export const scenario = z.strictObject({
  name,
  title: z.string().min(1),
  load: z.strictObject({ users: count.min(1), spawn_per_s: z.number().positive() }).optional(),
  flags: z
    .array(
      z.strictObject({
        flag: z.string().min(1),
        variant: z.string().min(1),
        /** Off again after so long, whatever the scenario's duration. */
        pulse_s: seconds.optional(),
      }),
    )
    .default([]),
  /** The small driver of flag evaluations. */
  flag_evaluations_per_s: count.default(0),
  duration_s: seconds,
  /** Takes the stress-test lock while it runs. */
  stress: z.boolean().default(false),
  /** Even under the lock, tickets are opened (labelled load-test), to rehearse them. */
  validate: z.boolean().default(false),
  expected: z.strictObject({
    response: z.enum(['none', 'warning', 'critical', 'auto_resolve']),
    ticket: z.boolean().default(false),
    message_within_s: seconds.optional(),
    ticket_within_s: seconds.optional(),
    resolved_within_s: seconds.optional(),
    error_rate: ratio.optional(),
    service: name.optional(),
  }),
});

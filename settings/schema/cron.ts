import { validate } from 'node-cron';
import { z } from 'zod';

/** Judged by the scheduler's own parser: what it would never fire is refused here, not discovered by silence. */
export const cron = z
  .string()
  .refine((expression) => validate(expression), { error: 'expected a cron expression of five fields, or six with seconds first' })
  .meta({ description: 'Cron expression, five fields or six with seconds first.' });

import type { z } from 'zod';
import { AtlasError } from '../../core/error.ts';

/** A reply as its schema says, or VALIDATION_ERROR. For a write it is ambiguous: Jira answered, so it was probably done. */
export function parseReply<T extends z.ZodType>(schema: T, reply: unknown, what: string, wrote: boolean): z.infer<T> {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  const at = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new AtlasError('VALIDATION_ERROR', `jira: the reply of ${what} does not fit at ${at === '' ? 'its root' : at}`, { certainty: wrote ? 'ambiguous' : 'refused' });
}

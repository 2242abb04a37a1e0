import type { z } from 'zod';
import { AtlasError } from '../../core/error.ts';

/** A reply as its schema says, or VALIDATION_ERROR that names the tool and the place, never the content. */
export function parseReply<T extends z.ZodType>(schema: T, reply: unknown, tool: string): z.infer<T> {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  throw new AtlasError('VALIDATION_ERROR', `signoz: the reply of ${tool} does not fit: ${first === undefined ? 'unknown' : `${first.path.join('.')}: ${first.message}`}`.slice(0, 300), {
    details: { tool, problems: parsed.error.issues.length },
  });
}

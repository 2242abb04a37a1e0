import { z } from 'zod';
import type { SpanRecord } from '../../telemetry/span.ts';
import { badParameter } from '../tool-error.ts';

const Tags = z.array(
  z.object({
    key: z.string(),
    tagType: z.enum(['SpanAttribute', 'ResourceAttribute']).optional(),
    operator: z.enum(['In', 'NotIn', 'Equals', 'NotEquals', 'Exists', 'NotExists']),
    stringValues: z.array(z.string()).default([]),
    numberValues: z.array(z.number()).default([]),
    boolValues: z.array(z.boolean()).default([]),
  }),
);
type Tag = z.infer<typeof Tags>[number];

/** Makes a predicate of the `tags` parameter (a JSON text); an empty text matches every span. */
export function tagPredicate(json: string): (span: SpanRecord) => boolean {
  if (json.trim() === '') return () => true;
  const tags = Tags.safeParse(parseJson(json));
  if (!tags.success) throw badParameter('tags', `must be a JSON array of tag queries: ${z.prettifyError(tags.error)}`);
  return (span) => tags.data.every((tag) => matches(tag, span));
}

function matches(tag: Tag, span: SpanRecord): boolean {
  const set = tag.tagType === 'ResourceAttribute' ? span.resource : span.attributes;
  const value = Object.hasOwn(set, tag.key) ? set[tag.key] : undefined;
  const listed = [...tag.stringValues, ...tag.numberValues, ...tag.boolValues].some((wanted) => value !== undefined && String(wanted) === String(value));
  switch (tag.operator) {
    case 'In':
    case 'Equals':
      return listed;
    case 'NotIn':
    case 'NotEquals':
      return !listed;
    case 'Exists':
      return value !== undefined;
    case 'NotExists':
      return value === undefined;
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw badParameter('tags', 'must be valid JSON');
  }
}

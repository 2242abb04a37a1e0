import { z } from 'zod';

/** Jira's error bodies, where they have one. */
export const ErrorCollection = z.looseObject({
  errorMessages: z.array(z.string()).optional().catch(undefined),
  errors: z.record(z.string(), z.string()).optional().catch(undefined),
});

export const Created = z.looseObject({ id: z.string().min(1), key: z.string().min(1) });

export const IssueReply = z.looseObject({
  id: z.string().min(1),
  key: z.string().min(1),
  fields: z
    .looseObject({
      summary: z.string().nullish(),
      status: z.looseObject({ id: z.string() }).nullish(),
      priority: z.looseObject({ name: z.string().optional() }).nullish(),
      labels: z.array(z.string()).nullish(),
      updated: z.string().nullish(),
    })
    .default({}),
});
export type IssueReply = z.infer<typeof IssueReply>;

export const SearchPage = z.looseObject({
  issues: z.array(IssueReply).default([]),
  nextPageToken: z.string().nullish(),
  isLast: z.boolean().optional(),
});
export type SearchPage = z.infer<typeof SearchPage>;

export const TransitionList = z.looseObject({
  transitions: z
    .array(z.looseObject({ id: z.string(), isAvailable: z.boolean().optional(), to: z.looseObject({ id: z.string().optional() }).optional() }))
    .default([]),
});

/** Any node of a document; only what is needed to read its text. */
export interface AdfReplyNode {
  readonly type: string;
  readonly text?: string | undefined;
  readonly content?: readonly AdfReplyNode[] | undefined;
}
export const AdfReplyNode: z.ZodType<AdfReplyNode> = z.lazy(() => z.looseObject({ type: z.string(), text: z.string().optional(), content: z.array(AdfReplyNode).optional() }));

export const CommentPage = z.looseObject({
  comments: z.array(z.looseObject({ body: AdfReplyNode.optional().catch(undefined) })).default([]),
  startAt: z.number().optional(),
  total: z.number().optional(),
});

import { z } from 'zod';

/** What a tool call gives, as far as we read it: text blocks, perhaps the mark of an error with its code. */
export const ToolResult = z.looseObject({
  isError: z.boolean().optional(),
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })).default([]),
  structuredContent: z.unknown().optional(),
});
export type ToolResult = z.infer<typeof ToolResult>;

/** What a failed call says of itself beside its text. Everything may be missing. */
export const CodedError = z.looseObject({
  code: z.string().optional().catch(undefined),
  status: z.number().optional().catch(undefined),
  missingKeys: z.array(z.string()).optional().catch(undefined),
  upstreamRetry: z.looseObject({ delay: z.number().optional().catch(undefined) }).optional().catch(undefined),
});
export type CodedError = z.infer<typeof CodedError>;

import { stringifyExactly } from './exact-json.ts';
import type { ToolError } from './tool-error.ts';

export interface TextBlock {
  readonly type: 'text';
  readonly text: string;
}

/** What `tools/call` answers. The first block is the data; later blocks are advice. */
export interface ToolResult {
  readonly content: readonly TextBlock[];
  readonly structuredContent?: unknown;
  readonly isError?: true;
}

/** Data as text only, with notes after it: the tools that pass the backend's answer on. */
export function textResult(data: unknown, ...notes: readonly string[]): ToolResult {
  return { content: [stringifyExactly(data), ...notes].map((text) => ({ type: 'text', text })) };
}

/** The same data as text and as structured content: the tools whose shape the server itself decides. */
export function structuredResult(data: unknown): ToolResult {
  return { ...textResult(data), structuredContent: data };
}

/** A failed call: a normal result with `isError` and a code. */
export function errorResult(error: ToolError): ToolResult {
  return { content: [{ type: 'text', text: error.message }], structuredContent: { code: error.code, ...error.details }, isError: true };
}

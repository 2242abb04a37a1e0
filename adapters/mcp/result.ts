import { AtlasError } from '../../core/error.ts';
import { codedFailure } from './coded-failure.ts';
import { ToolResult } from './schema.ts';

/**
 * The JSON in the first text block of a tool result.
 * Rejects a result that says `isError` as the failure it is coded with, and one that is too long or no JSON as VALIDATION_ERROR.
 */
export function firstText(result: unknown, about: { readonly server: string; readonly tool: string; readonly max_bytes: number }): unknown {
  const where = `${about.server}: ${about.tool}`;
  const parsed = ToolResult.safeParse(result);
  if (!parsed.success) throw new AtlasError('VALIDATION_ERROR', `${where} gave a result of an unknown shape`);
  const text = parsed.data.content[0]?.text;
  if (parsed.data.isError === true) throw codedFailure(where, parsed.data.structuredContent, text ?? null);
  if (text === undefined) throw new AtlasError('VALIDATION_ERROR', `${where} gave no text`);
  if (Buffer.byteLength(text) > about.max_bytes) throw new AtlasError('VALIDATION_ERROR', `${where} gave more than ${about.max_bytes} bytes`);
  try {
    return JSON.parse(text);
  } catch {
    throw new AtlasError('VALIDATION_ERROR', `${where} gave text that is not JSON`, { details: { length: text.length } });
  }
}

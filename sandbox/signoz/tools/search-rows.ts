import type { JsonObject } from '../../telemetry/json-shape.ts';
import type { Timed } from '../../telemetry/time-buffer.ts';
import type { FieldCatalogue } from '../query/field.ts';
import { compileFilter } from '../query/filter-match.ts';
import { queryRange } from '../query/query-range.ts';
import { readInteger, readWindow } from '../tool-arguments.ts';
import type { ToolArguments } from '../tool-arguments.ts';
import { textResult } from '../tool-result.ts';
import type { ToolResult } from '../tool-result.ts';

export interface SearchSource<Row extends Timed> {
  readonly fields: FieldCatalogue<Row>;
  windowBackward(start_ms: number, end_ms: number): Iterable<Row>;
  /** One entry of `rows`. */
  show(row: Row): unknown;
}

const MAX_ROWS = 10_000;

/** Answers a search tool: the newest matching rows, with a note that tells whether there are more. */
export function searchRows<Row extends Timed>(args: ToolArguments, filter: string, source: SearchSource<Row>, now_ms: number): ToolResult {
  const window = readWindow(args, '1h', now_ms);
  const limit = readInteger(args, 'limit', { fallback: 100, min: 1, max: MAX_ROWS });
  const offset = readInteger(args, 'offset', { fallback: 0, min: 0, max: Number.MAX_SAFE_INTEGER });
  const matches = compileFilter(filter, source.fields);
  const rows: unknown[] = [];
  let skipped = 0;
  for (const row of source.windowBackward(window.start_ms, window.end_ms)) {
    if (!matches(row)) continue;
    if (skipped < offset) skipped += 1;
    else rows.push(source.show(row));
    if (rows.length === limit) break;
  }
  return textResult(rawEnvelope(rows), completenessNote(rows.length, limit, offset));
}

/** Rows as the backend's raw answer. */
export function rawEnvelope(rows: readonly unknown[]): JsonObject {
  return queryRange('raw', [{ queryName: 'A', nextCursor: '', rows }]);
}

function completenessNote(returned: number, limit: number, offset: number): string {
  const start = `note: returned ${returned} rows (limit ${limit}) —`;
  if (returned < limit) return `${start} all matching results returned (hasMore=false).`;
  return `${start} more results likely exist (hasMore=true). Fetch the next page with offset=${offset + returned}.`;
}

import { readInteger } from './tool-arguments.ts';
import type { ToolArguments } from './tool-arguments.ts';

export interface Page<T> {
  readonly data: readonly T[];
  readonly pagination: {
    readonly total: number;
    readonly offset: number;
    readonly limit: number;
    readonly hasMore: boolean;
    /** -1 on the last page. */
    readonly nextOffset: number;
  };
}

/** Cuts the page that `limit` and `offset` ask for out of everything. */
export function pageOf<T>(all: readonly T[], args: ToolArguments): Page<T> {
  const limit = readInteger(args, 'limit', { fallback: 50, min: 1, max: 1000 });
  const offset = readInteger(args, 'offset', { fallback: 0, min: 0, max: Number.MAX_SAFE_INTEGER });
  const data = all.slice(offset, offset + limit);
  const hasMore = offset + data.length < all.length;
  return { data, pagination: { total: all.length, offset, limit, hasMore, nextOffset: hasMore ? offset + data.length : -1 } };
}

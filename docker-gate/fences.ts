import { readFileSync } from 'node:fs';
import { replaceFileDurably } from './durable-file.ts';
import { isObject } from './public-view.ts';

/**
 * What became of the newest fencing token of one container.
 * `asked`: the engine may have been asked (also what a crash leaves behind). `done`: it said yes. `not_asked`: it certainly was not.
 */
export type FenceUse = 'asked' | 'done' | 'not_asked';

export interface FenceMark {
  readonly fence: number;
  readonly use: FenceUse;
  /** ISO 8601. */
  readonly at: string;
}

export type FenceVerdict = 'ok' | 'fence_old' | 'fence_used' | 'fence_unreadable' | 'superseded';

/**
 * The highest fencing token seen for each container name, on disk before the engine is asked.
 *
 * A lower token is refused. The same token is refused too once the engine may have been asked with it: one lease, one restart. So a caller
 * that crashed or lost the reply looks at StartedAt first, and needs a new lease to try again. It may repeat its token only when the gate
 * knows that the engine was not asked (a lock forbade it, or no connection to the engine stood).
 */
export interface Fences {
  judge(name: string, fence: number): FenceVerdict;
  /** Durable when it returns; throws when it cannot be. */
  record(name: string, fence: number, use: FenceUse): void;
}

interface FenceFile {
  /** The gate process that owns the file: the latest to start. An older one that still runs refuses from then on. */
  readonly owner: string;
  readonly fences: Readonly<Record<string, FenceMark>>;
}

/** Opens `path`, makes `owner` its owner. A file that cannot be read is left as it is: reads go on, restarts are refused. */
export function openFences(path: string, owner: string, now: () => number): Fences {
  const before = readFences(path);
  if (before !== 'unreadable') save({ owner, fences: before === 'absent' ? {} : before.fences });

  function save(file: FenceFile): void {
    replaceFileDurably(path, `${JSON.stringify(file)}\n`);
  }

  /** From disk every time: a token that another process wrote counts, and a file that vanished is not a clean slate. */
  function current(): FenceFile | 'fence_unreadable' | 'superseded' {
    const file = readFences(path);
    if (file === 'absent' || file === 'unreadable') return 'fence_unreadable';
    return file.owner === owner ? file : 'superseded';
  }

  return {
    judge(name, fence) {
      const file = current();
      if (typeof file === 'string') return file;
      const mark = Object.hasOwn(file.fences, name) ? file.fences[name] : undefined;
      if (mark === undefined || fence > mark.fence) return 'ok';
      if (fence < mark.fence) return 'fence_old';
      return mark.use === 'not_asked' ? 'ok' : 'fence_used';
    },
    record(name, fence, use) {
      const file = current();
      if (typeof file === 'string') throw new Error(file);
      const mark = Object.hasOwn(file.fences, name) ? file.fences[name] : undefined;
      // An outcome that comes late may not lower what a newer token has set meanwhile.
      if (mark !== undefined && mark.fence > fence) return;
      save({ owner, fences: { ...file.fences, [name]: { fence, use, at: new Date(now()).toISOString() } } });
    },
  };
}

function readFences(path: string): FenceFile | 'absent' | 'unreadable' {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'absent' : 'unreadable';
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (!isObject(parsed) || typeof parsed['owner'] !== 'string' || !isObject(parsed['fences'])) return 'unreadable';
    const fences: Record<string, FenceMark> = {};
    for (const [name, mark] of Object.entries(parsed['fences'])) {
      if (!isMark(mark)) return 'unreadable';
      fences[name] = mark;
    }
    return { owner: parsed['owner'], fences };
  } catch {
    return 'unreadable';
  }
}

function isMark(value: unknown): value is FenceMark {
  if (!isObject(value) || !Number.isSafeInteger(value['fence']) || typeof value['at'] !== 'string') return false;
  return value['use'] === 'asked' || value['use'] === 'done' || value['use'] === 'not_asked';
}

import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from './durable-file.ts';
import { LARGEST_LOCK_BYTES, parseLockFile, type LockFileContent } from './lock-file.ts';

/** One `*.lock` file as it was found. `version` changes with the file, so that an alarm is raised once per state of it. */
export interface FoundLock {
  readonly name: string;
  readonly path: string;
  readonly version: string;
  readonly content: LockFileContent;
}

const SUFFIX = '.lock';

/** Every lock file of the folder. A folder that isn't there holds none; one that can't be read is one unreadable lock named `.`. */
export async function readLockFolder(folder: string, now_ms: number): Promise<readonly FoundLock[]> {
  let files: readonly string[];
  try {
    files = await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    return [{ name: '.', path: folder, version: 'folder', content: { kind: 'unreadable', why: 'the folder of locks cannot be read' } }];
  }
  const found: FoundLock[] = [];
  for (const file of files.toSorted()) {
    if (!file.endsWith(SUFFIX)) continue;
    const lock = await readLockFile(join(folder, file), file.slice(0, -SUFFIX.length), now_ms);
    if (lock !== null) found.push(lock);
  }
  return found;
}

/** null when there is no such file (any more). */
export async function readLockFile(path: string, name: string, now_ms: number): Promise<FoundLock | null> {
  let version = 'unknown';
  try {
    const stat = await lstat(path);
    version = `${stat.ino}:${stat.size}:${stat.mtimeMs}`;
    // A link may lead anywhere, also to something that never ends: it is not followed.
    if (!stat.isFile()) return { name, path, version, content: { kind: 'unreadable', why: 'it is not a plain file' } };
    if (stat.size > LARGEST_LOCK_BYTES) return { name, path, version, content: { kind: 'unreadable', why: 'it is too large' } };
    return { name, path, version, content: parseLockFile(await readFile(path, 'utf8'), now_ms) };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    return { name, path, version, content: { kind: 'unreadable', why: 'it cannot be opened' } };
  }
}

export function lockPath(folder: string, name: string): string {
  return join(folder, `${name}${SUFFIX}`);
}

import { lstatSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import JSON5 from 'json5';
import { isObject } from './public-view.ts';

/** A lock file that forbids restarts now, and why it counts. `unreadable` and `future` want a person's eye. */
export interface BlockingLock {
  readonly file: string;
  readonly why: 'held' | 'unreadable' | 'future';
}

const LARGEST_LOCK_BYTES = 65_536;
/** Clocks of two machines may differ by this much before a lock looks as if it came from the future. */
const CLOCK_SKEW_MS = 60_000;

/**
 * The first file in `folder` that forbids automatic restarts, or null. A folder that is not there holds no locks; one that cannot be
 * read forbids. Whatever cannot be understood forbids: an empty, half-written, huge or future-dated file, a dangling link.
 */
export function blockingLock(folder: string, now_ms: number): BlockingLock | null {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    return isMissing(error) ? null : { file: '.', why: 'unreadable' };
  }
  for (const file of names.sort()) {
    if (!file.endsWith('.lock')) continue;
    const why = judge(join(folder, file), now_ms);
    if (why !== null) return { file, why };
  }
  return null;
}

function judge(path: string, now_ms: number): BlockingLock['why'] | null {
  try {
    const stat = statSync(path);
    if (!stat.isFile() || stat.size > LARGEST_LOCK_BYTES) return 'unreadable';
    return judgeLock(readFileSync(path, 'utf8'), now_ms);
  } catch (error) {
    return isMissing(error) && isGone(path) ? null : 'unreadable';
  }
}

/**
 * What one lock file's text says about automatic restarts. Pure.
 *
 * A list in `blocks` without `auto_restart` does not forbid, whatever else stands there: the mirror of the lease of a single repair has an
 * empty list, and must not lock that repair out when clocks differ. A past `expected_release` ends a mirror: the
 * ledger's reconciler cleans it up, and the agents know whether its holder lives. A file put there by hand holds until it is removed.
 */
export function judgeLock(text: string, now_ms: number): BlockingLock['why'] | null {
  let lock: unknown;
  try {
    lock = JSON5.parse(text);
  } catch {
    return 'unreadable';
  }
  if (!isObject(lock)) return 'unreadable';
  const blocks: unknown = lock['blocks'];
  if (blocks !== undefined) {
    if (!Array.isArray(blocks) || !blocks.every((item) => typeof item === 'string')) return 'unreadable';
    if (!blocks.includes('auto_restart')) return null;
  }
  const locked_at_ms = time(lock['locked_at']);
  const release_ms = time(lock['expected_release']);
  if (locked_at_ms === 'unreadable' || release_ms === 'unreadable') return 'unreadable';
  if (locked_at_ms !== null && locked_at_ms > now_ms + CLOCK_SKEW_MS) return 'future';
  if (release_ms !== null && release_ms <= now_ms && lock['mirror'] === true) return null;
  return 'held';
}

/** Epoch milliseconds; null when there is none. Only ISO 8601 with a zone: anything else would mean another instant on another machine. */
function time(value: unknown): number | null | 'unreadable' {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})$/.test(value)) return 'unreadable';
  const parsed = Date.parse(value);
  return Number.isNaN(parsed) ? 'unreadable' : parsed;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Tells a file that was removed since the folder was listed from a link that leads nowhere. */
function isGone(path: string): boolean {
  try {
    lstatSync(path);
    return false;
  } catch (error) {
    return isMissing(error);
  }
}

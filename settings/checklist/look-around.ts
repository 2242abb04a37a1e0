import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readConfigFile, type Environment } from '../read-file.ts';
import { nodeAt } from '../source-node.ts';
import type { EnvFile, LockFile } from './checklist-input.ts';

const GIT_TIMEOUT_MS = 5_000;

/** How `.env` in that folder is kept. */
export async function lookAtEnvFile(folder: string, env: Environment): Promise<EnvFile> {
  const inside = await git(folder, env, ['rev-parse', '--is-inside-work-tree']);
  if (inside !== 0) return { mode: modeOf(join(folder, '.env')), git: null };
  const tracked = await git(folder, env, ['ls-files', '--error-unmatch', '--', '.env']);
  const ignored = await git(folder, env, ['check-ignore', '-q', '--', '.env']);
  return { mode: modeOf(join(folder, '.env')), git: tracked === 0 ? 'tracked' : ignored === 0 ? 'ignored' : 'not_ignored' };
}

function modeOf(file: string): number | null {
  const stat = statSync(file, { throwIfNoEntry: false });
  // An empty folder in its place is what a container engine makes of a file that was to be mounted and is not there.
  return stat?.isFile() === true ? stat.mode : null;
}

/** Permission bits of a folder; null: there is none. */
export function modeOfFolder(folder: string): number | null {
  return statSync(folder, { throwIfNoEntry: false })?.mode ?? null;
}

/** The exit code of git, or null where there is none. */
function git(folder: string, env: Environment, args: readonly string[]): Promise<number | null> {
  // A repository's own configuration could name a program to be run: not for a question like this.
  const safe = ['-c', 'core.fsmonitor=false', '-C', folder, ...args];
  return new Promise((resolve) => {
    const child = execFile('git', safe, { env: { PATH: env['PATH'], HOME: env['HOME'] }, timeout: GIT_TIMEOUT_MS }, () => { resolve(child.exitCode); });
  });
}

/** The files in `state/locks`; the folder may be absent. One that cannot be read is one unreadable lock named `.`. */
export function lookAtLocks(folder: string): readonly LockFile[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.lock')).toSorted();
  } catch (thrown) {
    const absent = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    return absent ? [] : [{ name: '.', readable: false, expected_release_ms: null }];
  }
  return names.map((name) => {
    const { node } = readConfigFile(join(folder, name), name, {});
    if (node === null) return { name, readable: false, expected_release_ms: null };
    const found = nodeAt(node, ['expected_release']);
    const until_ms = found.exact && found.node.kind === 'scalar' ? Date.parse(String(found.node.value)) : Number.NaN;
    return { name, readable: true, expected_release_ms: Number.isFinite(until_ms) ? until_ms : null };
  });
}

/** A file's text; null: it is not there, or cannot be read. */
export function readTextFile(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

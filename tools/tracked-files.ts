import { execFileSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LARGEST_TEXT_BYTES = 4 * 1024 * 1024;

export interface TextFile {
  /** Relative to the root, with forward slashes. */
  readonly file: string;
  readonly text: string;
}

/** Every text file that git holds, or would hold after `git add`; binary, huge and deleted ones are left out. Throws outside a git work tree. */
export function readTrackedFiles(root: string): readonly TextFile[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return listed.split('\0').filter((file) => file !== '').flatMap((file) => {
    const text = readText(join(root, file));
    return text === null ? [] : [{ file, text }];
  });
}

function readText(path: string): string | null {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile() || stat.size > LARGEST_TEXT_BYTES) return null;
  const bytes = readFileSync(path);
  return bytes.includes(0) ? null : bytes.toString('utf8');
}

import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { MAX_BYTES, type Environment } from './read-file.ts';

export type EnvironmentResult = { readonly ok: true; readonly env: Environment; readonly file: string | null } | { readonly ok: false; readonly file: string; readonly got: string };

/** The real environment over what `.env` beside the root file says; the file is optional. */
export function readEnvironment(folder: string, real: Environment): EnvironmentResult {
  const file = join(folder, '.env');
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (thrown) {
    const absent = thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR');
    // An empty folder in its place is what a container engine makes of a file that was to be mounted and is not there.
    return absent ? { ok: true, env: real, file: null } : { ok: false, file, got: 'a file that cannot be opened' };
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return { ok: true, env: real, file: null };
    if (stat.size > MAX_BYTES) return { ok: false, file, got: `${stat.size} bytes` };
    const defined = Object.entries(real).filter(([, value]) => value !== undefined);
    return { ok: true, env: { ...parseEnv(readFileSync(descriptor, 'utf8')), ...Object.fromEntries(defined) }, file };
  } finally {
    closeSync(descriptor);
  }
}

import { readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, sep, win32 } from 'node:path';

export interface PathRefusal {
  readonly expected: string;
  readonly got: string;
}

export type IncludePath = { readonly ok: true; readonly files: readonly string[]; readonly keyed: boolean } | ({ readonly ok: false } & PathRefusal);

const GLOB = '*.json5';

/**
 * The real files that an `$include` means. Both sides are resolved to real paths before they are compared, so neither `..`
 * nor a link leads out of the root folder. `folder/*.json5` means every such file there, each keyed by its `name`.
 */
export function resolveIncludePath(written: string, from_folder: string, real_root: string): IncludePath {
  // What is absolute for Windows is so for everybody: "/x" too.
  if (win32.isAbsolute(written) || written.includes('\\')) {
    return refuse('a path relative to this file, with forward slashes', 'an absolute or foreign path');
  }
  if (!written.endsWith('.json5')) return refuse('a path that ends in .json5', JSON.stringify(shortened(written)));
  const keyed = basename(written) === GLOB;
  if (written.replace(/\*\.json5$/, '').includes('*')) return refuse(`"*" only as the last part, ${GLOB}`, JSON.stringify(shortened(written)));
  const target = join(from_folder, keyed ? dirname(written) : written);
  // Judged before it is looked for: what lies outside is not even told to exist.
  if (!isInside(target, real_root)) return refuse('a file inside the folder of the root file', 'a path that leads out of it');
  const real = realPathOf(target);
  if (real === null) return refuse(keyed ? 'a folder that exists' : 'a file that exists', `nothing at ${JSON.stringify(shortened(written))}`);
  if (!isInside(real, real_root)) return refuse('a file inside the folder of the root file', 'a link that leads out of it');
  if (!keyed) return { ok: true, files: [real], keyed };
  return filesOf(real, real_root, written);
}

function filesOf(real_folder: string, real_root: string, written: string): IncludePath {
  let names: readonly string[];
  try {
    names = readdirSync(real_folder).filter((name) => name.endsWith('.json5')).toSorted();
  } catch {
    return refuse('a folder that can be read', `nothing of that kind at ${JSON.stringify(shortened(written))}`);
  }
  const files = names.map((name) => realPathOf(join(real_folder, name)));
  const inside = files.filter((file) => file !== null).filter((file) => isInside(file, real_root));
  return inside.length === files.length ? { ok: true, files: inside, keyed: true } : refuse('files inside the folder of the root file', 'a link that leads out of it');
}

function isInside(path: string, real_root: string): boolean {
  return path === real_root || path.startsWith(real_root.endsWith(sep) ? real_root : `${real_root}${sep}`);
}

function realPathOf(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
}

function refuse(expected: string, got: string): IncludePath {
  return { ok: false, expected, got };
}

function shortened(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}

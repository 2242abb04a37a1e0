import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The folders that hold the project's own code, as the import rules know them. */
export const SOURCE_FOLDERS = [
  'agents', 'core', 'adapters', 'settings', 'gate', 'docker-gate', 'cli', 'web', 'sandbox', 'bench', 'tools', 'test',
] as const;

const CODE = /\.(?:ts|js|cjs|mjs)$/;

/** Every code file under the source folders of `root`, as sorted paths relative to it with forward slashes. Data and hidden folders are left out. */
export function listSourceFiles(root: string): readonly string[] {
  const found: string[] = [];
  for (const folder of SOURCE_FOLDERS) walk(root, folder, found);
  return found.sort();
}

function walk(root: string, folder: string, found: string[]): void {
  const path = join(root, folder);
  if (!existsSync(path)) return;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const below = `${folder}/${entry.name}`;
    if (entry.isDirectory()) walk(root, below, found);
    else if (entry.isFile() && CODE.test(entry.name)) found.push(below);
  }
}

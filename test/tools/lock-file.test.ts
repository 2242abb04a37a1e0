import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');
const names = z.record(z.string(), z.string()).default({});
const entry = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  dependencies: names,
  optionalDependencies: names,
  devDependencies: names,
});
const { packages } = z.object({ packages: z.record(z.string(), entry) }).parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
const manifest = z.object({ dependencies: names, optionalDependencies: names, devDependencies: names }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

/** Where Node would look for `name` from the folder `from` (`''` is the root), or null. */
function find(from: string, name: string): string | null {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const key = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (Object.hasOwn(packages, key)) return key;
    if (at === '') return null;
  }
}

describe('package-lock.json', () => {
  it('names every package that another one asks for, those of other platforms too: without them `npm ci` refuses', () => {
    const missing = Object.entries(packages).flatMap(([from, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => find(from, name) === null).map((name) => `${from} → ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('does not say where a package was fetched', () => {
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it('agrees with package.json, which pins exact versions', () => {
    const { dependencies, optionalDependencies, devDependencies } = manifest;
    expect(packages['']).toMatchObject({ dependencies, optionalDependencies, devDependencies });
    for (const [name, version] of Object.entries({ ...dependencies, ...optionalDependencies, ...devDependencies })) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
      expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
  });
});

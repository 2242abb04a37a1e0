import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const pages = ['README.md', 'state/README.md', ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Paths from the root, as the pages write them between backticks; NAME and `*` stand for what the reader chooses. */
function pathsIn(text: string): readonly string[] {
  return [...text.matchAll(/`((?:adapters|agents|bench|cli|config|core|docker-gate|docs|gate|project|runbooks|sandbox|scenarios|settings|test|tools)\/[\w./-]*)/g)]
    .map(([, path]) => path ?? '')
    .filter((path) => !/NAME|PORT/.test(path));
}

describe.each(pages)('%s', (page) => {
  it('links to what is there', () => {
    const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(([, link]) => link ?? '');
    expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
  });

  it('names files and folders that are there', () => {
    expect(pathsIn(read(page)).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('README.md', () => {
  const readme = read('README.md');

  it('has every command of the command line, and no other', () => {
    const help = execFileSync(process.execPath, [join(root, 'cli/atlas.js'), '--help'], { encoding: 'utf8' });
    const there = [...help.slice(help.indexOf('Commands:'), help.indexOf('Example:')).matchAll(/^ {2}([a-z][a-z-]*)(?= |$)/gm)].map(([, name]) => name ?? '').filter((name) => name !== 'help');
    const table = readme.slice(readme.indexOf('## Commands'), readme.indexOf('Exit codes'));
    const told = [...table.matchAll(/`atlas ([a-z][a-z-]*)/g)].map(([, name]) => name ?? '');
    expect(there.length).toBeGreaterThan(10);
    expect([...new Set(told)].toSorted()).toEqual(there.toSorted());
  });

  it('names scripts and programs that are there', () => {
    const scripts = [...readme.matchAll(/npm run ([a-z:]+)/g)].map(([, name]) => name ?? '');
    expect(scripts).toContain('demo');
    expect(scripts.filter((name) => !read('package.json').includes(`"${name}":`))).toEqual([]);
    const programs = [...readme.matchAll(/node ((?:test|bench|cli)\/\S+)/g)].map(([, name]) => name ?? '');
    expect(programs.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });
});

import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadIn, tempFolder, write } from './deployment-in-test.ts';

/** Files that make up a configuration of which nothing but the given problem is looked at. */
interface Wrong {
  readonly is: string;
  readonly files: Readonly<Record<string, string>>;
  readonly file: string;
  readonly line?: number;
  readonly path: string;
  readonly expected: RegExp;
  readonly got: RegExp;
}

const CHAIN = Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((n) => [n === 0 ? 'main.json5' : `l${n}.json5`, `{ $include: './l${n + 1}.json5' }`]));

const WRONG: readonly Wrong[] = [
  { is: 'a syntax error', files: { 'main.json5': "{\n  name: 'x',\n  agents: {,}\n}" }, file: 'main.json5', line: 3, path: '', expected: /JSON5/, got: /',' at line 3, column 12/ },
  { is: 'a text that ends too soon', files: { 'main.json5': "{ name: 'x'" }, file: 'main.json5', path: '', expected: /JSON5/, got: /end of input/ },
  { is: 'an empty file', files: { 'main.json5': '' }, file: 'main.json5', path: '', expected: /JSON5/, got: /end of input/ },
  { is: 'a list for a file', files: { 'main.json5': '[]' }, file: 'main.json5', path: '', expected: /an object/, got: /a list/ },
  { is: 'no file', files: {}, file: 'main.json5', path: '', expected: /file/, got: /no such file/ },
  { is: 'bytes that are no text', files: { 'main.json5': '\u{fffd}' }, file: 'main.json5', path: '', expected: /JSON5/, got: /./ },
  { is: 'a file too large', files: { 'main.json5': `{ name: '${'x'.repeat(1024 * 1024)}' }` }, file: 'main.json5', path: '', expected: /1048576 bytes/, got: /\d+ bytes/ },
  { is: 'a file too deep', files: { 'main.json5': `{ a: ${'['.repeat(33)}${']'.repeat(33)} }` }, file: 'main.json5', path: '', expected: /32 levels/, got: /more/ },
  { is: 'a file deep enough for a stack to overflow', files: { 'main.json5': `{ a: ${'['.repeat(400_000)} }` }, file: 'main.json5', path: '', expected: /32 levels/, got: /more/ },
  { is: 'an include of nothing', files: { 'main.json5': "{\n  agents: { atlas: { $include: './agents/atlas.json5' } } }" }, file: 'main.json5', line: 2, path: 'agents.atlas.$include', expected: /exists/, got: /nothing at/ },
  { is: 'an include from above', files: { 'main.json5': "{ policy: { $include: '../policy.json5' } }" }, file: 'main.json5', path: 'policy.$include', expected: /inside the folder/, got: /out of it/ },
  { is: 'an include from above by a detour', files: { 'main.json5': "{ $include: './a/b.json5' }", 'a/b.json5': "{ policy: { $include: '../a/../../policy.json5' } }" }, file: 'a/b.json5', path: 'policy.$include', expected: /inside the folder/, got: /out of it/ },
  { is: 'an absolute include', files: { 'main.json5': "{ $include: '/etc/passwd.json5' }" }, file: 'main.json5', path: '$include', expected: /relative/, got: /absolute/ },
  { is: 'an absolute include of another system', files: { 'main.json5': "{ $include: 'C:\\\\secrets.json5' }" }, file: 'main.json5', path: '$include', expected: /relative/, got: /absolute/ },
  { is: 'an include of another kind of file', files: { 'main.json5': "{ $include: './.env' }", '.env': 'A=1' }, file: 'main.json5', path: '$include', expected: /\.json5/, got: /\.env/ },
  { is: 'an include that is no path', files: { 'main.json5': '{ $include: { a: 1 } }' }, file: 'main.json5', path: '$include', expected: /a path, or a list of paths/, got: /object/ },
  { is: 'a list with something that is no path', files: { 'main.json5': "{ $include: ['./a.json5', 7] }", 'a.json5': '{}' }, file: 'main.json5', path: '$include', expected: /a path/, got: /number/ },
  { is: 'a file that includes itself', files: { 'main.json5': "{ $include: './main.json5' }" }, file: 'main.json5', path: '$include', expected: /circle/, got: /main\.json5 → main\.json5/ },
  { is: 'a circle of three', files: { 'main.json5': "{ $include: './a.json5' }", 'a.json5': "{ x: { $include: './b.json5' } }", 'b.json5': "{ y: { $include: './a.json5' } }" }, file: 'b.json5', path: 'x.y.$include', expected: /circle/, got: /a\.json5 → b\.json5 → a\.json5/ },
  { is: 'a sixth level', files: CHAIN, file: 'l5.json5', path: '$include', expected: /at most 5 levels/, got: /one more/ },
  { is: 'a syntax error in an included file', files: { 'main.json5': "{ policy: { $include: './p.json5' } }", 'p.json5': '{\n a: 1,\n b: }' }, file: 'p.json5', line: 3, path: 'policy', expected: /JSON5/, got: /line 3/ },
  { is: 'a forbidden key in an included file', files: { 'main.json5': "{ policy: { $include: './p.json5' } }", 'p.json5': '{ "__proto__": {} }' }, file: 'p.json5', path: 'policy.__proto__', expected: /language/, got: /__proto__/ },
  { is: 'a folder that is none', files: { 'main.json5': "{ runbooks: { $include: './runbooks/*.json5' } }" }, file: 'main.json5', path: 'runbooks.$include', expected: /folder that exists/, got: /nothing at/ },
  { is: 'a star elsewhere', files: { 'main.json5': "{ runbooks: { $include: './*/a.json5' } }" }, file: 'main.json5', path: 'runbooks.$include', expected: /last part/, got: /\*/ },
  { is: 'a runbook without a name', files: { 'main.json5': "{ runbooks: { $include: './runbooks/*.json5' } }", 'runbooks/a.json5': '{ title: "A" }' }, file: 'runbooks/a.json5', path: 'runbooks.name', expected: /a name/, got: /nothing/ },
  { is: 'two runbooks with one name', files: { 'main.json5': "{ runbooks: { $include: './runbooks/*.json5' } }", 'runbooks/a.json5': '{ name: "a" }', 'runbooks/b.json5': '{\n name: "a" }' }, file: 'runbooks/b.json5', line: 2, path: 'runbooks.name', expected: /of its own/, got: /runbooks\/a\.json5/ },
];

describe('files that cannot be what they should', () => {
  test.each(WRONG)('$is', async ({ files, file, line, path, expected, got }) => {
    const folder = tempFolder();
    write(folder, files);
    const loaded = await loadIn(folder);
    if (loaded.ok) throw new Error('it was accepted');
    const problem = loaded.problems.find((one) => one.path === path && one.file === file && expected.test(one.expected));
    expect(problem, JSON.stringify(loaded.problems.slice(0, 5), null, 1)).toMatchObject({ got: expect.stringMatching(got), ...(line === undefined ? {} : { line }) });
  });

  test('bytes that are no UTF-8', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'main.json5'), Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));
    const loaded = await loadIn(folder);
    expect(loaded).toMatchObject({ ok: false, problems: [{ file: 'main.json5', path: '', expected: 'UTF-8 text' }] });
  });

  test('five levels are read', async () => {
    const folder = tempFolder();
    write(folder, { ...CHAIN, 'l5.json5': "{ name: 7 }" });
    const loaded = await loadIn(folder);
    expect(loaded.files).toEqual(['main.json5', 'l1.json5', 'l2.json5', 'l3.json5', 'l4.json5', 'l5.json5']);
    expect(loaded).toMatchObject({ ok: false, problems: expect.arrayContaining([expect.objectContaining({ file: 'l5.json5', path: 'name', got: '7' })]) });
  });
});

describe('links', () => {
  const SECRET = "{ name: 'canary-outside' }";

  test('a linked file that lies outside is not read', async () => {
    const [outside, folder] = [tempFolder(), tempFolder()];
    write(outside, { 'policy.json5': SECRET });
    write(folder, { 'main.json5': "{ policy: { $include: './policy.json5' } }" });
    symlinkSync(join(outside, 'policy.json5'), join(folder, 'policy.json5'));
    await refusesLink(folder, 'policy.$include');
  });

  test('nor one in a linked folder', async () => {
    const [outside, folder] = [tempFolder(), tempFolder()];
    write(outside, { 'policy.json5': SECRET });
    write(folder, { 'main.json5': "{ policy: { $include: './config/policy.json5' } }" });
    symlinkSync(outside, join(folder, 'config'));
    await refusesLink(folder, 'policy.$include');
  });

  test('nor one among all files of a folder', async () => {
    const [outside, folder] = [tempFolder(), tempFolder()];
    write(outside, { 'a.json5': SECRET });
    write(folder, { 'main.json5': "{ runbooks: { $include: './runbooks/*.json5' } }", 'runbooks/b.json5': "{ name: 'b' }" });
    symlinkSync(join(outside, 'a.json5'), join(folder, 'runbooks/a.json5'));
    await refusesLink(folder, 'runbooks.$include');
  });

  test('a folder whose name only begins like the root folder is outside', async () => {
    const parent = tempFolder();
    write(parent, { 'site/main.json5': "{ policy: { $include: './link.json5' } }", 'site-two/policy.json5': SECRET });
    symlinkSync(join(parent, 'site-two/policy.json5'), join(parent, 'site/link.json5'));
    await refusesLink(join(parent, 'site'), 'policy.$include');
  });

  test('one that stays inside is followed', async () => {
    const folder = tempFolder();
    write(folder, { 'main.json5': "{ $include: './link.json5' }", 'real.json5': '{ name: 7 }' });
    symlinkSync(join(folder, 'real.json5'), join(folder, 'link.json5'));
    expect(await loadIn(folder)).toMatchObject({ ok: false, problems: expect.arrayContaining([expect.objectContaining({ file: 'real.json5', path: 'name' })]) });
  });

  test('a pipe in place of a file is not waited for', async () => {
    const folder = tempFolder();
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'main.json5')]);
    expect(await loadIn(folder)).toMatchObject({ ok: false, problems: [{ file: 'main.json5', got: 'something that is no plain file' }] });
  });

  test.skipIf(process.getuid?.() === 0)('a file that may not be read is told as such', async () => {
    const folder = tempFolder();
    write(folder, { 'main.json5': '{}' });
    chmodSync(join(folder, 'main.json5'), 0);
    expect(await loadIn(folder)).toMatchObject({ ok: false, problems: [{ file: 'main.json5', got: 'a file that cannot be opened' }] });
  });

  async function refusesLink(folder: string, path: string): Promise<void> {
    const loaded = await loadIn(folder);
    expect(loaded).toMatchObject({ ok: false, problems: expect.arrayContaining([expect.objectContaining({ file: 'main.json5', path, got: 'a link that leads out of it' })]) });
    expect(JSON.stringify(loaded)).not.toContain('canary-outside');
  }
});

import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeTree } from './temporary-tree.ts';
import { runProgram } from './run-program.ts';
import type { Ended } from './run-program.ts';

const repository = join(import.meta.dirname, '../..');

/** Runs vitest on a tree of test files, as `npm test` does. */
function runTests(files: Readonly<Record<string, string>>): Promise<Ended> {
  const root = makeTree({ 'package.json': '{ "type": "module" }', ...files });
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', `--reporter=${join(repository, 'tools/count-reporter.ts')}`];
  return runProgram(process.execPath, args, { cwd: root, env: { NO_COLOR: '1', VITEST: undefined, VITEST_WORKER_ID: undefined, VITEST_POOL_ID: undefined } });
}

function lastLine(ended: Ended): string | undefined {
  return ended.stdout.trimEnd().split('\n').at(-1);
}

const PASSING = "import { it } from 'vitest'; it('one', () => {}); it('two', () => {});";

it('ends with the numbers of the run', async () => {
  const ended = await runTests({ 'a.test.ts': PASSING });
  expect(lastLine(ended)).toBe('2 passed, 0 failed, 0 skipped');
  expect(ended.code).toBe(0);
});

it('says what was skipped and why', async () => {
  const ended = await runTests({
    'a.test.ts': "import { describe, it } from 'vitest'; console.warn('skipping: ../shared/specs is missing');\ndescribe.skipIf(true)('x', () => { it('a', () => {}); it('b', () => {}); }); it('c', () => {});",
    'b.test.ts': "import { it } from 'vitest'; it('n', ({ skip }) => { skip('no chromium'); }); it.todo('later');",
  });
  expect(lastLine(ended)).toBe('1 passed, 0 failed, 4 skipped');
  expect(ended.stdout).toContain('skipped 2 in a.test.ts: skipping: ../shared/specs is missing');
  expect(ended.stdout).toContain('skipped 2 in b.test.ts: no chromium; no reason given');
  expect(ended.code).toBe(0);
});

it('counts a file that cannot be loaded, a broken hook and a lost error as failures', async () => {
  const ended = await runTests({
    'a.test.ts': PASSING,
    'broken.test.ts': "throw new Error('broken');",
    'hook.test.ts': "import { beforeAll, it } from 'vitest'; beforeAll(() => { throw new Error('hook'); }); it('never', () => {});",
    'lost.test.ts': "import { it } from 'vitest'; it('loses', () => { void Promise.reject(new Error('lost')); });",
    'red.test.ts': "import { it } from 'vitest'; it('red', () => { throw new Error('red'); });",
  });
  expect(lastLine(ended)).toBe('3 passed, 4 failed, 1 skipped');
  expect(ended.code).toBe(1);
});

it('says so when there was nothing to run', async () => {
  const ended = await runTests({});
  expect(lastLine(ended)).toBe('0 passed, 0 failed, 0 skipped');
  expect(ended.code).toBe(1);
});

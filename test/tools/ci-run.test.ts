import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTree } from './temporary-tree.ts';
import { runProgram } from './run-program.ts';
import type { Ended } from './run-program.ts';

const CI = readFileSync(join(import.meta.dirname, '../../.ci/run'), 'utf8');
const CHECK = join(import.meta.dirname, '../../tools/check.ts');

/** Runs `.ci/run` with an npm that does as it is told: shell text for `ci`, for each `run` script, and for `test`. */
function runCi(npm: { readonly ci?: string; readonly check?: string; readonly test: string }): Promise<Ended> {
  const fake = `#!/bin/sh\ncase "$*" in\n'ci --ignore-scripts') ${npm.ci ?? ':'} ;;\n*check*) ${npm.check ?? ':'} ;;\ntest) ${npm.test} ;;\n*) : ;;\nesac\n`;
  const root = makeTree({ '.ci/run': CI, 'bin/npm': fake });
  return runProgram('bash', ['.ci/run'], { cwd: root, env: { PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}` } });
}

function lastLine(ended: Ended): string | undefined {
  return ended.stdout.trimEnd().split('\n').at(-1);
}

const GREEN = "echo '10 passed, 0 failed, 2 skipped'";

describe('.ci/run', () => {
  it('adds each step to the numbers of the tests', async () => {
    const ended = await runCi({ test: GREEN });
    expect(lastLine(ended)).toMatch(/^1[3-9] passed, 0 failed, 2 skipped$/);
    expect(ended.code).toBe(0);
  });

  it('goes on after a failed check, and fails', async () => {
    const ended = await runCi({ check: 'exit 1', test: GREEN });
    expect(lastLine(ended)).toMatch(/^1[2-9] passed, 1 failed, 2 skipped$/);
    expect(ended.code).not.toBe(0);
  });

  it('fails with the tests', async () => {
    const ended = await runCi({ test: "echo '9 passed, 1 failed, 0 skipped'; exit 1" });
    expect(lastLine(ended)).toMatch(/, 1 failed, 0 skipped$/);
    expect(ended.code).not.toBe(0);
  });

  it.each([
    ['never came to their last line', 'exit 137'],
    ['ended badly after a clean last line', `${GREEN}; exit 1`],
    ['ended well and said nothing', ':'],
  ])('counts tests that %s as a failure', async (_name, test) => {
    const ended = await runCi({ test });
    expect(lastLine(ended)).toMatch(/ passed, 1 failed, /);
    expect(ended.code).not.toBe(0);
  });

  it('stops when the packages cannot be installed, and still says its line', async () => {
    const ended = await runCi({ ci: 'exit 1', test: GREEN });
    expect(lastLine(ended)).toBe('0 passed, 1 failed, 0 skipped');
    expect(ended.code).not.toBe(0);
  });
});

describe('npm run check', () => {
  const run = (npm: string): Promise<Ended> => {
    const root = makeTree({ 'bin/npm': `#!/bin/sh\n${npm}\n` });
    return runProgram(process.execPath, [CHECK], { cwd: root, env: { PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}` } });
  };

  it('says one line for each check, with its time', async () => {
    const ended = await run('echo "$3 figures"');
    expect(ended.code).toBe(0);
    for (const name of ['types', 'lint', 'imports', 'dead', 'size', 'secrets', 'text']) {
      expect(ended.stdout).toMatch(new RegExp(`^ok +check:${name} +\\d+\\.\\d s +check:${name} figures$`, 'm'));
    }
  });

  it('shows what a failed check said, runs the others, and fails', async () => {
    const ended = await run('[ "$3" != check:imports ] || { echo "core → adapters" >&2; exit 1; }');
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/^FAILED check:imports/m);
    expect(ended.stdout).toContain('core → adapters');
    expect(ended.stdout.match(/^ok /gm)).toHaveLength(6);
  });
});

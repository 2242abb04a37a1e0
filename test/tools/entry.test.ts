import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTree } from './temporary-tree.ts';
import { runProgram } from './run-program.ts';

const ENTRY = readFileSync(join(import.meta.dirname, '../../cli/atlas.js'), 'utf8');
const PACKAGED = `node_modules/node-${process.platform}-${process.arch}/bin/node`;
// What an old Node would say of itself; the rest of it is the real one.
const OLD = "Object.defineProperty(process.versions, 'node', { value: '20.20.2' });";
const MAIN = "const here: string = process.argv.slice(2).join(' ');\nconsole.log(`main ${here} ${process.env['NODE_COMPILE_CACHE'] ?? ''}`);";

function treeWith(files: Readonly<Record<string, string>>): string {
  return makeTree({ 'package.json': '{ "type": "module" }', 'cli/atlas.js': ENTRY, 'cli/main.ts': MAIN, 'old.cjs': OLD, ...files });
}

const asOld = ['--require', './old.cjs', 'cli/atlas.js', 'incidents', 'list'];

describe('the entry on a Node that is new enough', () => {
  it('runs the command with a compile cache that later processes inherit, and says nothing itself', async () => {
    const root = treeWith({});
    const ended = await runProgram(process.execPath, ['cli/atlas.js', 'check', '--json'], { cwd: root, env: { NODE_COMPILE_CACHE: undefined, NODE_OPTIONS: undefined } });
    expect(ended).toEqual({ code: 0, signal: null, stdout: `main check --json ${join(root, '.atlas/compile-cache')}\n`, stderr: '' });
  });
});

describe('the entry on an old Node', () => {
  it('starts the packaged one with the same arguments and ends as it ends', async () => {
    const root = treeWith({ [PACKAGED]: '#!/bin/sh\necho "newer $@"\nexit 7\n' });
    const ended = await runProgram(process.execPath, asOld, { cwd: root });
    expect(ended.code).toBe(7);
    expect(ended.stdout).toMatch(/^newer .*cli\/atlas\.js incidents list\n$/);
  });

  it('passes signals on', async () => {
    const root = treeWith({ [PACKAGED]: "#!/bin/sh\ntrap 'exit 43' TERM\necho ready\nwhile :; do sleep 0.05; done\n" });
    const ended = await runProgram(process.execPath, asOld, { cwd: root, when: { text: 'ready', then: (pid) => process.kill(pid, 'SIGTERM') } });
    expect(ended).toMatchObject({ code: 43, signal: null });
  });

  it('dies of the signal that killed the one it started', async () => {
    const ended = await runProgram(process.execPath, asOld, { cwd: treeWith({ [PACKAGED]: '#!/bin/sh\nkill -KILL $$\n' }) });
    expect(ended).toMatchObject({ code: null, signal: 'SIGKILL' });
  });

  it('refuses in one line when there is no newer one', async () => {
    const ended = await runProgram(process.execPath, asOld, { cwd: treeWith({}) });
    expect(ended.code).toBe(2);
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toMatch(/^atlas needs Node 24 or newer .*npm ci.*\n$/);
  });
});

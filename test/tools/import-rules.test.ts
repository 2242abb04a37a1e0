import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkImports, isClean, readRuleSet } from '../../tools/import-rules.ts';
import { makeTree } from './temporary-tree.ts';
import { runProgram } from './run-program.ts';

const PACKAGES = ['zod', 're2js', 'json5', 'axios', 'jira.js', 'discord.js', 'dockerode', '@modelcontextprotocol/client', 'ioredis', 'bullmq'];
const DEV_PACKAGES = ['vitest'];

/** A small Atlas in which everything that is allowed is done once. */
const HOUSE: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    type: 'module',
    dependencies: Object.fromEntries(PACKAGES.map((name) => [name, '1.0.0'])),
    devDependencies: Object.fromEntries(DEV_PACKAGES.map((name) => [name, '1.0.0'])),
  }),
  'tsconfig.json': '{}',
  ...Object.fromEntries([...PACKAGES, ...DEV_PACKAGES, 'unnamed'].flatMap((name) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
    [`node_modules/${name}/index.js`, 'exports.thing = 1;'],
  ])),
  'core/finding.ts': "import { thing } from 'zod';\nexport type Finding = typeof thing;\nexport const finding = 1;",
  'core/secret.ts': "import { inspect } from 'node:util';\nexport const hidden = inspect;",
  'core/event-hash.ts': "import { createHash } from 'node:crypto';\nexport const hash = createHash;",
  'core/detect.ts': "import { finding } from './finding.ts';\nexport const detect = finding;",
  'settings/settings.ts': "import { jira } from '../adapters/jira/settings.ts';\nimport { finding } from '../core/finding.ts';\nexport type Settings = typeof jira | typeof finding;\nexport const load = 1;",
  'adapters/http/client.ts': "import { thing } from 'axios';\nexport const http = thing;",
  'adapters/mcp/client.ts': "import { thing } from '@modelcontextprotocol/client';\nexport const mcp = thing;",
  'adapters/signoz/client.ts': "import { mcp } from '../mcp/client.ts';\nexport const signoz = mcp;",
  'adapters/jira/settings.ts': 'export const jira = 1;',
  'adapters/jira/client.ts': "import { thing } from 'jira.js';\nimport { http } from '../http/client.ts';\nexport const client = [thing, http];",
  'adapters/store/ledger.ts': "import { thing } from 'bullmq';\nimport { DatabaseSync } from 'node:sqlite';\nexport const ledger = [thing, DatabaseSync];",
  'gate/gate.ts': "import { finding } from '../core/finding.ts';\nexport const gate = finding;",
  'docker-gate/main.ts': "import type { Finding } from '../core/finding.ts';\nimport { createServer } from 'node:http';\nexport const serve: [Finding, unknown] = [1, createServer];",
  'agents/atlas/run.ts': "import type { Settings } from '../../settings/settings.ts';\nimport { finding } from '../../core/finding.ts';\nexport const run: Settings = finding;",
  'agents/ops-monitor/run.ts': 'export const run = 1;',
  'agents/main.ts': "import { run } from './atlas/run.ts';\nimport { client } from '../adapters/jira/client.ts';\nexport const start = [run, client];",
  'sandbox/main.ts': 'export const world = 1;',
  'cli/demo.ts': "import { world } from '../sandbox/main.ts';\nexport const demo = world;",
  'test/demo.test.ts': "import { world } from '../sandbox/main.ts';\nimport { thing } from 'vitest';\nimport { thing as dockerode } from 'dockerode';\nexport const tested = [world, thing, dockerode];",
};

/** rule, the file that breaks it, the import that does */
const FORBIDDEN: readonly (readonly [rule: string, file: string, source: string])[] = [
  ['no-cycles', 'core/finding.ts', "import { detect } from './detect.ts'"],
  ['no-cycles', 'core/finding.ts', "import type { detect } from './detect.ts'"],
  ['resolvable', 'core/detect.ts', "import { gone } from './gone.ts'"],
  ['declared-packages', 'cli/demo.ts', "import { thing } from 'unnamed'"],
  ['no-dev-packages-in-the-service', 'cli/demo.ts', "import { thing } from 'vitest'"],
  ['core-is-alone', 'core/detect.ts', "import { jira } from '../adapters/jira/settings.ts'"],
  ['core-is-alone', 'core/detect.ts', "import type { Settings } from '../settings/settings.ts'"],
  ['core-is-alone', 'core/detect.ts', "import { gate } from '../gate/gate.ts'"],
  ['core-uses-pure-libraries', 'core/detect.ts', "import { thing } from 'axios'"],
  ['core-opens-no-door', 'core/detect.ts', "import { readFileSync } from 'node:fs'"],
  ['core-opens-no-door', 'core/detect.ts', "import { randomUUID } from 'node:crypto'"],
  ['core-secret-only-hides', 'core/secret.ts', "import { readFileSync } from 'node:fs'"],
  ['core-hash-only-hashes', 'core/event-hash.ts', "import { readFileSync } from 'node:fs'"],
  ['agents-stay-apart', 'agents/atlas/run.ts', "import { run as other } from '../ops-monitor/run.ts'"],
  ['agents-stay-apart', 'agents/ops-monitor/run.ts', "import type { start } from '../main.ts'"],
  ['agents-get-their-doors', 'agents/atlas/run.ts', "import { client } from '../../adapters/jira/client.ts'"],
  ['agents-get-their-doors', 'agents/atlas/run.ts', "import type { jira } from '../../adapters/jira/settings.ts'"],
  ['agents-get-their-doors', 'agents/atlas/run.ts', "import { gate } from '../../gate/gate.ts'"],
  ['agents-know-settings-as-types', 'agents/atlas/run.ts', "import { load } from '../../settings/settings.ts'"],
  ['agents-use-pure-libraries', 'agents/atlas/run.ts', "import { thing } from 'axios'"],
  ['agents-open-no-door', 'agents/atlas/run.ts', "import { spawn } from 'node:child_process'"],
  ['adapters-know-core-alone', 'adapters/jira/client.ts', "import type { Settings } from '../../settings/settings.ts'"],
  ['adapters-know-core-alone', 'adapters/jira/client.ts', "import { gate } from '../../gate/gate.ts'"],
  ['adapters-never-another-vendor', 'adapters/jira/client.ts', "import { signoz } from '../signoz/client.ts'"],
  ['mcp-is-for-telemetry', 'adapters/jira/client.ts', "import { mcp } from '../mcp/client.ts'"],
  ['settings-know-schemas', 'settings/settings.ts', "import { client } from '../adapters/jira/client.ts'"],
  ['settings-know-schemas', 'settings/settings.ts', "import { gate } from '../gate/gate.ts'"],
  ['gate-knows-core-alone', 'gate/gate.ts', "import { client } from '../adapters/jira/client.ts'"],
  ['gate-knows-core-alone', 'gate/gate.ts', "import type { Settings } from '../settings/settings.ts'"],
  ['gate-uses-pure-libraries', 'gate/gate.ts', "import { thing } from 'axios'"],
  ['gate-opens-no-door', 'gate/gate.ts', "import { request } from 'node:http'"],
  ['docker-gate-stands-alone', 'docker-gate/main.ts', "import { http } from '../adapters/http/client.ts'"],
  ['docker-gate-knows-core-as-types', 'docker-gate/main.ts', "import { finding } from '../core/finding.ts'"],
  ['docker-gate-few-packages', 'docker-gate/main.ts', "import { thing } from 'axios'"],
  ['nobody-needs-docker-gate', 'agents/main.ts', "import { serve } from '../docker-gate/main.ts'"],
  ['sandbox-is-not-the-product', 'agents/main.ts', "import { world } from '../sandbox/main.ts'"],
  ['sandbox-is-not-the-product', 'settings/settings.ts', "import type { world } from '../sandbox/main.ts'"],
  ['nobody-needs-tests', 'cli/demo.ts', "import { tested } from '../test/demo.test.ts'"],
  ['nobody-needs-the-command-line', 'core/detect.ts', "import { demo } from '../cli/demo.ts'"],
  ['only-its-door-uses-jira-js', 'adapters/store/ledger.ts', "import { thing as jira } from 'jira.js'"],
  ['only-its-door-uses-discord-js', 'cli/demo.ts', "import { thing } from 'discord.js'"],
  ['only-its-door-uses-dockerode', 'docker-gate/main.ts', "import { thing } from 'dockerode'"],
  ['only-its-door-uses-modelcontextprotocol-client', 'adapters/signoz/client.ts', "import type { thing } from '@modelcontextprotocol/client'"],
  ['only-its-door-uses-ioredis', 'cli/demo.ts', "import { thing } from 'ioredis'"],
  ['only-its-door-uses-bullmq', 'agents/main.ts', "import { thing } from 'bullmq'"],
];

function change(root: string, file: string, text: string): void {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

describe('import rules', () => {
  it('accept the house as it should be', async () => {
    const report = await checkImports(makeTree(HOUSE), readRuleSet());
    expect(report.forbidden).toEqual([]);
    expect(report.unread).toEqual([]);
    expect(report.read).toBe(Object.keys(HOUSE).filter((file) => /^(?!node_modules).*\.ts$/.test(file)).length);
    expect(isClean(report)).toBe(true);
  });

  it.each(FORBIDDEN)('%s fails when %s says: %s', async (rule, file, source) => {
    const root = makeTree(HOUSE);
    change(root, file, `${source};\n${readFileSync(join(root, file), 'utf8')}`);
    const report = await checkImports(root, readRuleSet());
    expect(report.forbidden.map((found) => found.rule)).toContain(rule);
    expect(isClean(report)).toBe(false);
  });

  it('have a case here, every one of them', () => {
    const tried = new Set(FORBIDDEN.map(([rule]) => rule));
    expect(readRuleSet().forbidden.map((rule) => rule.name).filter((name) => name === undefined || !tried.has(name))).toEqual([]);
  });

  it('fail on a dynamic import too', async () => {
    const root = makeTree(HOUSE);
    change(root, 'core/detect.ts', "export const late = () => import('../adapters/jira/client.ts');");
    expect((await checkImports(root, readRuleSet())).forbidden.map((found) => found.rule)).toContain('core-is-alone');
  });
});

describe('an import check that reads nothing', () => {
  it('is not clean when the tree is empty', async () => {
    const report = await checkImports(makeTree({ 'package.json': '{}' }), readRuleSet());
    expect(report).toEqual({ read: 0, unread: [], forbidden: [] });
    expect(isClean(report)).toBe(false);
  });

  it('is not clean when the reader understands no TypeScript', async () => {
    const rules = readRuleSet();
    const report = await checkImports(makeTree(HOUSE), { ...rules, options: { ...rules.options, includeOnly: '\\.js$' } });
    expect(report.forbidden).toEqual([]);
    expect(report.read).toBe(0);
    expect(isClean(report)).toBe(false);
  });

  it('is not clean when one folder was not read', async () => {
    const rules = readRuleSet();
    const report = await checkImports(makeTree(HOUSE), { ...rules, options: { ...rules.options, exclude: '^gate/' } });
    expect(report.unread).toEqual(['gate/gate.ts']);
    expect(isClean(report)).toBe(false);
  });

  it('ends the program with 1', async () => {
    const tool = join(import.meta.dirname, '../../tools/check-imports.ts');
    const empty = await runProgram(process.execPath, [tool], { cwd: makeTree({ 'package.json': '{}' }) });
    expect(empty).toMatchObject({ code: 1, stdout: '0 files read, 0 forbidden imports\n' });
    const house = await runProgram(process.execPath, [tool], { cwd: makeTree(HOUSE) });
    expect(house.code).toBe(0);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { needlessTools } from '../../settings/tool-rights.ts';
import { loadSettings } from '../../settings/load.ts';
import type { Settings } from '../../settings/settings.ts';
import { FULL_ENV, loadIn, PROJECT, shippedCopy, write } from './deployment-in-test.ts';

const ROOTS = ['atlas.json5', 'atlas.sandbox.json5'];

async function shipped(rootFile: string): Promise<Settings> {
  const loaded = await loadSettings({ rootFile, env: FULL_ENV, cwd: PROJECT });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 1));
  expect(loaded.warnings).toEqual([]);
  return loaded.settings;
}

describe.each(ROOTS)('%s', (rootFile) => {
  test('loads without a problem or a warning', async () => {
    const settings = await shipped(rootFile);
    expect(Object.keys(settings.runbooks).toSorted()).toEqual([
      'connection_pool_exhaustion', 'container-crash', 'dependency-failure', 'high_error_rate', 'high_latency', 'oom_kill', 'wedged-service',
    ]);
  });

  test('is frozen to the bottom', async () => {
    const loose: string[] = [];
    visit(await shipped(rootFile), '');
    expect(loose).toEqual([]);

    function visit(value: unknown, path: string): void {
      if (typeof value !== 'object' || value === null) return;
      if (!Object.isFrozen(value)) loose.push(path);
      for (const [key, child] of Object.entries(value)) visit(child, `${path}.${key}`);
    }
  });

  test('gives no agent a tool without a use', async () => {
    const { agents } = await shipped(rootFile);
    expect(Object.entries(agents).flatMap(([name, agent]) => needlessTools(name as keyof typeof agents, agent.tools))).toEqual([]);
  });

  test('says which variables are missing, all of them at once, and no other problem', async () => {
    const loaded = await loadSettings({ rootFile, env: {}, cwd: PROJECT });
    if (loaded.ok) throw new Error('it was accepted');
    const named = loaded.problems.map((problem) => /^the environment variable (\w+) to be set$/.exec(problem.expected)?.[1] ?? JSON.stringify(problem));
    expect([...new Set(named)].toSorted()).toEqual(Object.keys(FULL_ENV).toSorted());
  });
});

test('.env.example names every variable of the shipped files', () => {
  const example = readFileSync(join(PROJECT, '.env.example'), 'utf8');
  const used = new Set(ROOTS.concat(jsonFiles('config'), jsonFiles('project'), jsonFiles('sandbox/project')).flatMap((file) => variablesOf(readFileSync(join(PROJECT, file), 'utf8'))));
  expect(used.size).toBeGreaterThan(15);
  expect([...used].filter((name) => !new RegExp(`^#? ?${name}=`, 'm').test(example))).toEqual([]);
});

function jsonFiles(folder: string): string[] {
  return readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json5')).map((name) => join(folder, name));
}

function variablesOf(text: string): string[] {
  return [...text.matchAll(/\$\{([A-Z][A-Z0-9_]*)/g)].map(([, name]) => name ?? '');
}

describe('the environment', () => {
  test('.env beside the root file is read, and the real environment wins', async () => {
    const folder = shippedCopy();
    write(folder, { '.env': `${Object.entries(FULL_ENV).map(([name, value]) => `${name}="${value}"`).join('\n')}\n` });
    const loaded = await loadIn(folder, { JIRA_PROJECT_KEY: 'REAL' });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    expect(loaded.settings.integrations.jira.project_key).toBe('REAL');
    expect(loaded.settings.integrations.jira.email).toBe(FULL_ENV['JIRA_EMAIL']);
  });

  test('a default is taken when a variable is unset or empty, and what a variable holds is not expanded again', async () => {
    const main = "{ $include: './atlas.sandbox.json5', escalation: { levels: [{ level: 1, contact: '${A:-${}', after_s: 1 }, { level: 2, contact: '${B:-b}', after_s: 2 }, { level: 3, contact: '$${C} ${C}', after_s: 3 }] } }";
    const loaded = await loadIn(shippedCopy(main), { ...FULL_ENV, B: '', C: '${JIRA_API_TOKEN}' });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    expect(loaded.settings.escalation.levels.map((level) => level.contact)).toEqual(['${', 'b', '${C} ${JIRA_API_TOKEN}']);
  });

  test('a variable that only an overridden value needs may be absent', async () => {
    const { JIRA_API_TOKEN: _, ...rest } = FULL_ENV;
    const loaded = await loadIn(shippedCopy("{ $include: './atlas.sandbox.json5', integrations: { jira: { api_token: '${OTHER_TOKEN}' } } }"), { ...rest, OTHER_TOKEN: 'other-token' });
    expect(loaded.ok && loaded.settings.integrations.jira.api_token.reveal()).toBe('other-token');
  });

  test('keys are expanded, too', async () => {
    const loaded = await loadIn(shippedCopy("{ $include: './atlas.sandbox.json5', mcpServers: { '${LOKI:-loki}': { url: 'http://127.0.0.1:1' } } }"));
    expect(loaded.ok && Object.keys(loaded.settings.mcpServers)).toContain('loki');
  });
});

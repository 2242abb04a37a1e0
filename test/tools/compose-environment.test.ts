import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import JSON5 from 'json5';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { AGENT_NAMES } from '../../core/agent.ts';
import { loadSettings } from '../../settings/load.ts';
import { FULL_ENV } from '../settings/deployment-in-test.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const compose = read('docker-compose.yml');
const { services } = z
  .object({ services: z.record(z.string(), z.looseObject({ command: z.array(z.string()), environment: z.record(z.string(), z.string()).default({}) })) })
  .parse(parse(compose, { merge: true }));

/** What the real deployment reads: the sandbox has no containers. */
const dataFiles = ['atlas.json5', ...['config', 'project'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`))].filter((name) => name.endsWith('.json5'));

function variablesOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\$\{([A-Z][A-Z0-9_]*)/g)].map(([, name]) => name ?? ''))].toSorted();
}

const wanted = variablesOf(dataFiles.map(read).join('\n'));
const exemplary = new Set([...read('.env.example').matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name ?? ''));

function environmentOf(service: string): Readonly<Record<string, string>> {
  return services[service]?.environment ?? {};
}

/** As Compose puts values in: from the deployment's environment, or the default that stands there. */
function substituted(service: string, env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const put = (value: string): string => value.replace(/\$\{([A-Z0-9_]+):-([^}]*)\}/g, (_, name: string, fallback: string) => env[name] ?? fallback);
  return Object.fromEntries(Object.entries(environmentOf(service)).map(([name, value]) => [name, put(value)]));
}

describe('the names of variables', () => {
  it('are the same in the data files, in .env.example and in docker-compose.yml', () => {
    expect(wanted.length).toBeGreaterThan(15);
    expect(wanted.filter((name) => !exemplary.has(name))).toEqual([]);
    expect(wanted.filter((name) => AGENT_NAMES.every((agent) => !Object.hasOwn(environmentOf(agent), name)))).toEqual([]);
    expect(variablesOf(compose).filter((name) => !exemplary.has(name))).toEqual([]);
  });

  it('are passed under their own name, and for nothing that nobody reads', () => {
    for (const agent of AGENT_NAMES) {
      for (const [name, value] of Object.entries(environmentOf(agent))) {
        expect([...wanted, 'ATLAS_AGENT'], name).toContain(name);
        expect(variablesOf(value).filter((used) => used !== name)).toEqual([]);
      }
    }
  });
});

describe('what an agent is given', () => {
  it.each(AGENT_NAMES)('is enough for %s to start', async (agent) => {
    const loaded = await loadSettings({ rootFile: 'atlas.json5', env: substituted(agent, FULL_ENV), cwd: root });
    expect(loaded.ok ? [] : loaded.problems).toEqual([]);
  });

  it('leaves names, language and addresses to the data files when nobody sets them', async () => {
    const loaded = await loadSettings({ rootFile: 'atlas.json5', env: substituted('demo-controller', FULL_ENV), cwd: root });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    expect(loaded.settings).toMatchObject({ name: 'otel-demo', environment: 'demo', language: 'en', integrations: { locust: { url: 'http://load-generator:8089' } } });
  });

  it.each([
    ['JIRA_API_TOKEN', 'jira.'],
    ['SIGNOZ_API_KEY', 'signoz.'],
    ['ATLAS_GATE_TOKEN', 'docker.'],
    ['DISCORD_BOT_TOKEN', 'discord.'],
    ['ATLAS_DEADMAN_URL', 'deadman.'],
    ['LOCUST_URL', 'locust.'],
    ['FLAGD_UI_URL', 'flagd.'],
    ['FLAGD_OFREP_URL', 'flagd.'],
  ])('has %s exactly where a tool %s needs it', (name, family) => {
    const agentFile = z.looseObject({ tools: z.array(z.string()) });
    const users = AGENT_NAMES.filter((agent) => agentFile.parse(JSON5.parse(read(`config/agents/${agent}.json5`))).tools.some((tool) => tool.startsWith(family)));
    expect(users.length).toBeGreaterThan(0);
    expect(AGENT_NAMES.filter((agent) => (environmentOf(agent)[name] ?? 'withheld') !== 'withheld')).toEqual(users);
  });
});

describe('docker-gate', () => {
  it('knows by default the containers that the project may restart, no more and no less', () => {
    const { catalog } = z.looseObject({ catalog: z.record(z.string(), z.looseObject({ container: z.string().optional() })) }).parse(JSON5.parse(read('project/services/otel-demo.json5')));
    const may = Object.values(catalog).flatMap(({ container }) => container ?? []);
    const command = services['docker-gate']?.command ?? [];
    const allowed = /^\$\{ATLAS_GATE_ALLOW:-([^}]*)\}$/.exec(command[command.indexOf('--allow') + 1] ?? '')?.[1]?.split(',') ?? [];
    expect(allowed.toSorted()).toEqual(may.toSorted());
    expect(/^# ATLAS_GATE_ALLOW=(.*)$/m.exec(read('.env.example'))?.[1]?.split(',')).toEqual(allowed);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Ajv } from 'ajv';
import JSON5 from 'json5';
import { describe, expect, test } from 'vitest';
import { loadSettings } from '../../settings/load.ts';
import { schemaFiles } from '../../settings/json-schema/schema-files.ts';
import { FULL_ENV, PROJECT } from './deployment-in-test.ts';

const FOLDER = join(PROJECT, 'config/schema');
const generated = schemaFiles();

describe('config/schema', () => {
  test('is what the settings say (npm run schemas writes it)', () => {
    const there = readdirSync(FOLDER).toSorted();
    expect(there).toEqual([...generated.keys()].toSorted());
    expect(there.filter((name) => readFileSync(join(FOLDER, name), 'utf8') !== generated.get(name))).toEqual([]);
  });

  test.each([...generated.keys()])('%s is a schema that an editor can use', (name) => {
    expect(() => validatorOf(name)).not.toThrow();
  });
});

/** Every file that the shipped configurations are made of, with the schema that it names or that its folder means. */
const loaded = await Promise.all(['atlas.json5', 'atlas.sandbox.json5'].map((rootFile) => loadSettings({ rootFile, env: FULL_ENV, cwd: PROJECT })));
const FILES = [...new Set(loaded.flatMap(({ files }) => files))];

describe('the shipped files', () => {
  test('name a schema each, but for those that are one of many', () => {
    expect(FILES.length).toBeGreaterThan(30);
    const unnamed = FILES.filter((file) => schemaNamedBy(file) === null && !/(^|\/)(runbooks|scenarios)(\/|\.json5)/.test(file));
    expect(unnamed).toEqual([]);
  });

  test.each(FILES)('%s is right by its schema, before anything is included or expanded', (file) => {
    const name = schemaNamedBy(file) ?? (file.endsWith('scenarios.json5') ? 'scenarios.schema.json' : file.startsWith('runbooks/') ? 'runbook.schema.json' : 'scenario.schema.json');
    const validate = validatorOf(name);
    validate(JSON5.parse(readFileSync(join(PROJECT, file), 'utf8')));
    expect(validate.errors).toBeNull();
  });
});

describe('a schema', () => {
  const validate = validatorOf('policy.schema.json');
  const policy: Record<string, unknown> = JSON5.parse(readFileSync(join(PROJECT, 'config/policy.json5'), 'utf8'));

  test.each([
    ['an unknown key', { ...policy, rate_limit: [] }],
    ['a wrong type', { ...policy, dry_run: 'no' }],
    ['a number out of range', { ...policy, breaker: { failures: 0, open_s: 60 } }],
    ['a missing key', Object.fromEntries(Object.entries(policy).filter(([key]) => key !== 'breaker'))],
    ['a missing key further down', { ...policy, breaker: { failures: 3 } }],
    ['a missing key of an item of a list, which replaces whatever was included', { $include: './base.json5', rate_limits: [{ tool: 'jira.create', max: 1 }] }],
    ['an include that is no path', { $include: 7 }],
  ])('refuses %s', (_, value) => {
    expect(validate(value)).toBe(false);
  });

  test('lets an include bring what is missing', () => {
    expect(validate({ $include: './base.json5', breaker: { $include: ['./a.json5', './b.json5'], open_s: 1 } })).toBe(true);
    expect(validate({ $include: './base.json5', breaker: { open_s: 1 } })).toBe(true);
  });

  test('lets a variable stand where a text of a certain form belongs, and nothing else', () => {
    const root = validatorOf('atlas.schema.json');
    expect(root({ $include: './x.json5', language: '${ATLAS_LANGUAGE:-en}', time_zone: '${TZ}' })).toBe(true);
    expect(root({ $include: './x.json5', language: 'english' })).toBe(false);
  });
});

function schemaNamedBy(file: string): string | null {
  const { $schema }: { $schema?: string } = JSON5.parse(readFileSync(join(PROJECT, file), 'utf8'));
  return $schema === undefined ? null : basename($schema);
}

function validatorOf(name: string) {
  const text = generated.get(name);
  if (text === undefined) throw new Error(`there is no ${name}`);
  const schema: object = JSON.parse(text);
  return new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
}

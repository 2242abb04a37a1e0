import { format, inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../core/secret.ts';
import { secretsOf } from '../../settings/secrets-of.ts';
import { FULL_ENV, loadIn, shippedCopy } from './deployment-in-test.ts';

describe('a secret prints as [secret]', () => {
  const secret = new Secret('canary-value');
  const printed: Readonly<Record<string, () => string>> = {
    'in a template': () => `${String(secret)}`,
    'added to a text': () => 'a' + String(secret),
    'as JSON': () => JSON.stringify({ deep: [secret] }),
    'by inspect': () => inspect({ deep: { deeper: [secret] } }, { depth: 9, showHidden: true }),
    'by format': () => format('%s %o %j %O', secret, secret, secret, secret),
    'in an error': () => inspect(new Error(`failed with ${String(secret)}`, { cause: { secret } })),
    'as entries': () => JSON.stringify([Object.entries(secret), Object.getOwnPropertyNames(secret)]),
    'as a clone': () => JSON.stringify(structuredClone(secret)),
  };

  test.each(Object.entries(printed))('%s', (_, print) => {
    expect(print()).not.toContain('canary');
  });

  test('and only reveal() gives it', () => {
    expect(JSON.stringify({ secret })).toBe('{"secret":"[secret]"}');
    expect([inspect(secret), String(secret)]).toEqual(['[secret]', '[secret]']);
    expect(secret.reveal()).toBe('canary-value');
  });
});

describe('secrets of a whole configuration', () => {
  const ENV = { ...FULL_ENV, ATLAS_REDIS_URL: 'redis://:canary%2Dpassword@127.0.0.1:6379', DISCORD_ONCALL_ROLE: '1' };

  test('none is printed with the settings', async () => {
    const loaded = await loadIn(shippedCopy(), ENV);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    expect(JSON.stringify(loaded)).not.toContain('canary');
    expect(inspect(loaded, { depth: 20, maxArrayLength: 9999, maxStringLength: 9999 })).not.toContain('canary');
  });

  test('all are known to whoever keeps them out of texts, the password of an address by itself, longest first', async () => {
    const loaded = await loadIn(shippedCopy(), ENV);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const secrets = secretsOf(loaded.settings);
    const canaries = Object.values(FULL_ENV).filter((value) => value.startsWith('canary'));
    expect(secrets).toEqual(expect.arrayContaining([...canaries, ENV.ATLAS_REDIS_URL, 'canary-password']));
    expect(secrets.map((one) => one.length)).toEqual(secrets.map((one) => one.length).toSorted((a, b) => b - a));
  });

  test('short values are left out: hiding them would hide everything', async () => {
    const loaded = await loadIn(shippedCopy(), { ...ENV, JIRA_API_TOKEN: 'abc', DISCORD_BOT_TOKEN: 'abcd' });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    expect(secretsOf(loaded.settings)).not.toContain('abc');
    expect(secretsOf(loaded.settings)).toContain('abcd');
  });

  test('one that stands in a file is a warning outside production, default of a variable included', async () => {
    const main = "{ $include: './atlas.sandbox.json5', integrations: { jira: { api_token: 'hunter2' }, discord: { bot_token: '${NOT_SET:-hunter3}' } }, mcpServers: { loki: { command: 'loki-mcp', env: { LOKI_TOKEN: 'hunter4', LOG_LEVEL: 'info' } } } }";
    const loaded = await loadIn(shippedCopy(main), ENV);
    expect(loaded.ok).toBe(true);
    expect(loaded.warnings.map((warning) => [warning.file, warning.path])).toEqual([
      ['main.json5', 'mcpServers.loki.env.LOKI_TOKEN'],
      ['main.json5', 'integrations.jira.api_token'],
      ['main.json5', 'integrations.discord.bot_token'],
    ]);
    expect(JSON.stringify(loaded.warnings)).not.toContain('hunter');
  });
});

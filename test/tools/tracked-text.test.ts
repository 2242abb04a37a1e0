import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findSecrets } from '../../tools/secret-patterns.ts';
import { findLocalText } from '../../tools/text-rules.ts';
import { readTrackedFiles } from '../../tools/tracked-files.ts';
import { makeTree } from './temporary-tree.ts';
import { runProgram } from './run-program.ts';

const tools = join(import.meta.dirname, '../../tools');
const letters = (count: number): string => 'aB3dE5gH7jK9mN1pQ2sT4vW6yZ8'.repeat(4).slice(0, count);

// Put together here, so that this file holds none of them.
const SECRETS: readonly (readonly [kind: string, text: string])[] = [
  ['private key', `-----BEGIN ${'RSA PRIVATE'} KEY-----`],
  ['AWS access key', `id = ${'AKIA'}ABCDEFGHIJKLMNOP`],
  ['Atlassian API token', `${'ATATT3'}${letters(60)}`],
  ['Discord bot token', `${'MT'}${letters(24)}.${'GabcDE'}.${letters(38)}`],
  ['Discord webhook', `https://discord.com/api/webhooks/${'1'.repeat(18)}/${letters(68)}`],
  ['GitHub token', `${'ghp_'}${letters(36)}`],
  ['Slack token', `${'xoxb-'}${letters(24)}`],
  ['Google API key', `${'AIza'}${letters(35)}`],
  ['model provider key', `${'sk-'}ant-${letters(40)}`],
  ['npm token', `${'npm_'}${letters(36)}`],
  ['JSON web token', `${'eyJ'}${letters(20)}.${'eyJ'}${letters(20)}.${letters(30)}`],
  ['password in an address', `redis://user:${letters(16)}@example.org`],
  ['assigned random text', `api_key: '${letters(32)}'`],
];

describe('the secret scan', () => {
  it.each(SECRETS)('finds a %s', (kind, text) => {
    expect(findSecrets(`one line\nvalue ${text}\n`)).toEqual([{ line: 2, kind }]);
  });

  it.each([
    "token: 'token-for-tests-0123456789'",
    'JIRA_API_TOKEN=',
    'api_token: ${JIRA_API_TOKEN}',
    'const token = options.credentials.bearerTokenOfTheGate;',
    'redis://redis:6379',
    'a secret is a type that prints [secret]',
  ])('leaves %s alone', (text) => {
    expect(findSecrets(text)).toEqual([]);
  });

  it('passes a value that is said to be made up', () => {
    expect(findSecrets(`${'ghp_'}${letters(36)} // ${'secret-scan'}: made up`)).toEqual([]);
  });

  it('ends the program with 1, and never shows the value', async () => {
    const secret = `${'ghp_'}${letters(36)}`;
    const root = makeTree({ 'a.txt': secret, '.env.production': 'A=1', '.env.example': 'A=', ignored: secret, '.gitignore': 'ignored\n' });
    execFileSync('git', ['init', '-q'], { cwd: root });
    const ended = await runProgram(process.execPath, [join(tools, 'check-secrets.ts')], { cwd: root });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('a.txt:1: looks like a secret (GitHub token)');
    expect(ended.stderr).toContain('.env.production: an environment file');
    expect(ended.stderr).not.toContain('ignored');
    expect(ended.stderr).not.toContain('.env.example');
    expect(ended.stdout + ended.stderr).not.toContain(secret);
  });
});

describe('the text check', () => {
  it.each([
    `see /${'home'}/anna/atlas`,
    `'/${'root'}/.npmrc'`,
    `cd /${'work'}/main`,
    `/${'Users'}/anna`,
    `https://${'registry'}.npmjs.org/zod`,
    `http://npm-${'mirror'}.example/zod`,
    `  "${'resolved'}": "https://example.org/zod-4.0.0.tgz"`,
  ])('refuses %s', (text) => {
    expect(findLocalText(`fine\n${text}`)).toMatchObject([{ line: 2 }]);
  });

  it.each(['https://example.org/home/anna', './work/main.ts', 'GET /rootcause', 'docker.io/library/redis', '/var/run/docker.sock'])('accepts %s', (text) => {
    expect(findLocalText(text)).toEqual([]);
  });

  it('ends the program with 1', async () => {
    const root = makeTree({ 'a.txt': `/${'home'}/anna\n` });
    execFileSync('git', ['init', '-q'], { cwd: root });
    expect(await runProgram(process.execPath, [join(tools, 'check-text.ts')], { cwd: root })).toMatchObject({ code: 1, stdout: '1 files read, 1 findings\n' });
  });
});

describe('tracked files', () => {
  it('are the text files that git holds or would hold', () => {
    const root = makeTree({ 'a.txt': 'a', 'b.bin': 'b\0b', 'c.log': 'c', '.gitignore': '*.log\n' });
    execFileSync('git', ['init', '-q'], { cwd: root });
    execFileSync('git', ['add', 'a.txt'], { cwd: root });
    expect(readTrackedFiles(root).map(({ file }) => file)).toEqual(['a.txt', '.gitignore'].sort());
  });
});

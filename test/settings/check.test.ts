import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkConfiguration, type CheckResult } from '../../settings/check.ts';
import { FULL_ENV, shippedCopy, write } from './deployment-in-test.ts';

const HOME = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent' };

function check(folder: string, now_ms?: number): Promise<CheckResult> {
  return checkConfiguration({ rootFile: 'main.json5', env: { ...FULL_ENV, ...HOME }, cwd: folder, stateDir: 'state', ...(now_ms === undefined ? {} : { now_ms }) });
}

function statusOf({ checklist }: CheckResult, id: string): string {
  const item = checklist.find((one) => one.id === id);
  return item === undefined ? `there is no item ${id}` : `${item.status}: ${item.detail}`;
}

describe('checkConfiguration', () => {
  test('gives the problems as loading does, and the list of what could be judged', async () => {
    const result = await check(shippedCopy("{ $include: './atlas.sandbox.json5', language: 'de' }"));
    expect(result.ok).toBe(false);
    expect(result.problems).toEqual([expect.objectContaining({ file: 'main.json5', path: 'language', got: '"de"' })]);
    expect(statusOf(result, 'configuration')).toBe('fail: 1 problems');
  });

  test('a configuration that is right has no problem, and tells no secret', async () => {
    const result = await check(shippedCopy());
    expect(result).toMatchObject({ ok: true, problems: [] });
    expect(JSON.stringify(result)).not.toContain('canary');
  });

  test('a secret in a file is on the list with its place', async () => {
    const result = await check(shippedCopy("{ $include: './atlas.sandbox.json5', integrations: { jira: { api_token: 'hunter2' } } }"));
    expect(statusOf(result, 'secrets-in-environment')).toBe('warn: main.json5: integrations.jira.api_token');
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});

describe('.env and git', () => {
  const git = (folder: string, ...args: string[]): void => void execFileSync('git', ['-C', folder, ...args], { env: HOME });

  test('without a work tree git takes nothing along', async () => {
    expect(statusOf(await check(shippedCopy()), 'env-file-ignored')).toBe('ok: no git work tree');
  });

  test('in a work tree it has to be ignored, and must not be there already', async () => {
    const folder = shippedCopy();
    write(folder, { '.env': 'A=1\n' });
    git(folder, 'init', '--quiet');
    expect(statusOf(await check(folder), 'env-file-ignored')).toBe('fail: git would add it');
    write(folder, { '.gitignore': '.env\n' });
    expect(statusOf(await check(folder), 'env-file-ignored')).toBe('ok: git ignores it');
    git(folder, 'add', '--force', '.env');
    expect(statusOf(await check(folder), 'env-file-ignored')).toBe('fail: it is in git');
  });

  test('a repository that names a program to be run on every look does not get it run', async () => {
    const folder = shippedCopy();
    git(folder, 'init', '--quiet');
    write(folder, { '.env': 'A=1\n', 'hook.sh': `#!/bin/sh\ntouch ${folder}/ran\n` });
    chmodSync(join(folder, 'hook.sh'), 0o755);
    git(folder, 'add', '--force', '.env');
    git(folder, 'config', 'core.fsmonitor', join(folder, 'hook.sh'));
    expect(statusOf(await check(folder), 'env-file-ignored')).toBe('fail: it is in git');
    expect(existsSync(join(folder, 'ran'))).toBe(false);
  });

  test('its mode is looked at', async () => {
    const folder = shippedCopy();
    write(folder, { '.env': 'A=1\n' });
    chmodSync(join(folder, '.env'), 0o644);
    expect(statusOf(await check(folder), 'env-file-private')).toBe('fail: mode 644');
    chmodSync(join(folder, '.env'), 0o600);
    expect(statusOf(await check(folder), 'env-file-private')).toBe('ok: mode 600');
  });
});

describe('locks and state', () => {
  const NOW_MS = Date.parse('2026-11-20T12:00:00Z');

  test('mirrors and hand-placed files are judged by their expected release', async () => {
    const folder = shippedCopy();
    expect(statusOf(await check(folder, NOW_MS), 'stale-locks')).toBe('ok: 0 locks in force');
    write(folder, { 'state/locks/a.lock': "{ locked_by: 'kim', expected_release: '2026-11-20T21:00:01+09:00' }", 'state/locks/readme.txt': 'no lock' });
    expect(statusOf(await check(folder, NOW_MS), 'stale-locks')).toBe('ok: 1 locks in force');
    expect(statusOf(await check(folder, NOW_MS + 2000), 'stale-locks')).toMatch(/^warn: a\.lock should have ended 2026-11-20T12:00:01/);
    write(folder, { 'state/locks/b.lock': '{ locked_by:' });
    expect(statusOf(await check(folder, NOW_MS), 'stale-locks')).toMatch(/^fail: b\.lock cannot be read/);
  });

  test('a folder of locks that is none counts as a lock that cannot be read', async () => {
    const folder = shippedCopy();
    write(folder, { 'state/locks': 'a file' });
    expect(statusOf(await check(folder), 'stale-locks')).toMatch(/^fail: \. cannot be read/);
  });

  test('a lock that leads nowhere cannot be read', async () => {
    const folder = shippedCopy();
    mkdirSync(join(folder, 'state/locks'), { recursive: true });
    symlinkSync(join(folder, 'nowhere'), join(folder, 'state/locks/x.lock'));
    expect(statusOf(await check(folder), 'stale-locks')).toMatch(/^fail: x\.lock cannot be read/);
  });

  test('the state folder is looked at', async () => {
    const folder = shippedCopy();
    mkdirSync(join(folder, 'state'));
    chmodSync(join(folder, 'state'), 0o777);
    expect(statusOf(await check(folder), 'state-private')).toBe('fail: mode 777');
  });
});

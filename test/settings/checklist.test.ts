import { describe, expect, test } from 'vitest';
import type { ChecklistInput } from '../../settings/checklist/checklist-input.ts';
import { productionChecklist } from '../../settings/checklist/production.ts';
import type { Settings } from '../../settings/settings.ts';
import { FULL_ENV, loadIn, shippedCopy, write } from './deployment-in-test.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:00Z');

const PRODUCTION = `{
  $include: './atlas.json5',
  environment: 'production',
  escalation: { levels: [
    { level: 1, contact: 'jira-resolver', after_s: 600 },
    { level: 2, contact: '@kim', after_s: 1800 },
    { level: 3, contact: '@lee', after_s: 3600 },
  ] },
}`;

const ENV = { ...FULL_ENV, DISCORD_ONCALL_ROLE: '100000000000000009', ATLAS_DEADMAN_URL: 'https://example.com/ping', ATLAS_REDIS_URL: 'redis://redis:6379', ATLAS_GATE_TOKEN: 'x'.repeat(32) };

async function settingsOf(env: Readonly<Record<string, string>> = ENV, main = PRODUCTION): Promise<Settings> {
  const loaded = await loadIn(shippedCopy(main), env);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 1));
  return loaded.settings;
}

function good(settings: Settings): ChecklistInput {
  return {
    settings,
    problems: [],
    warnings: [],
    variables: new Set(Object.keys(ENV)),
    env_file: { mode: 0o100600, git: 'ignored' },
    locks: [{ name: 'stress-test', readable: true, expected_release_ms: NOW_MS + 1 }],
    state_mode: 0o40755,
    compose: 'services:\n  a:\n    logging:\n      options:\n        max-size: 10m\n        max-file: "5"\n',
    now_ms: NOW_MS,
  };
}

const notOk = (input: ChecklistInput): string[] => productionChecklist(input).filter((item) => item.status !== 'ok').map((item) => `${item.id} ${item.status}`);

describe('the production check-list', () => {
  test('has nothing to say against a deployment that is ready', async () => {
    const items = productionChecklist(good(await settingsOf()));
    expect(items.filter((item) => item.status !== 'ok')).toEqual([]);
    expect(new Set(items.map((item) => item.id)).size).toBe(items.length);
    for (const item of items) for (const text of [item.title, item.detail, item.remedy]) expect(text).not.toBe('');
    expect(JSON.stringify(items)).not.toContain('canary');
  });

  const WRONG: readonly { readonly is: string; readonly says: string; readonly change: (input: ChecklistInput) => Partial<ChecklistInput> }[] = [
    { is: 'a secret in a file', says: 'secrets-in-environment fail', change: () => ({ problems: [{ file: 'a', path: 'b', expected: 'c', got: 'a secret that stands in the file' }] }) },
    { is: '.env that git would add', says: 'env-file-ignored fail', change: () => ({ env_file: { mode: 0o600, git: 'not_ignored' } }) },
    { is: '.env in git', says: 'env-file-ignored fail', change: () => ({ env_file: { mode: 0o600, git: 'tracked' } }) },
    { is: '.env that the group reads', says: 'env-file-private fail', change: () => ({ env_file: { mode: 0o100640, git: 'ignored' } }) },
    { is: '.env that everybody reads', says: 'env-file-private fail', change: () => ({ env_file: { mode: 0o100604, git: 'ignored' } }) },
    { is: 'a lock that is overdue', says: 'stale-locks warn', change: () => ({ locks: [{ name: 'x', readable: true, expected_release_ms: NOW_MS - 1 }] }) },
    { is: 'a lock without an end', says: 'stale-locks warn', change: () => ({ locks: [{ name: 'x', readable: true, expected_release_ms: null }] }) },
    { is: 'a lock that cannot be read', says: 'stale-locks fail', change: () => ({ locks: [{ name: 'x', readable: false, expected_release_ms: null }] }) },
    { is: 'a state folder that everybody may write to', says: 'state-private fail', change: () => ({ state_mode: 0o40777 }) },
    { is: 'containers that log for ever', says: 'log-rotation fail', change: () => ({ compose: 'services: {}\n' }) },
    { is: 'no address of Redis', says: 'redis fail', change: () => ({ variables: new Set<string>() }) },
    { is: 'a warning of the configuration', says: 'configuration warn', change: () => ({ warnings: [{ file: 'a', path: 'b', expected: 'c', got: 'd' }] }) },
  ];

  test.each(WRONG)('$is: $says, and nothing else', async ({ says, change }) => {
    const input = good(await settingsOf());
    expect(notOk({ ...input, ...change(input) })).toEqual([says]);
  });

  const UNREADY: readonly { readonly is: string; readonly says: string; readonly env?: Readonly<Record<string, string>>; readonly main?: string }[] = [
    { is: 'a needless tool', says: 'least-privilege fail', main: "agents: { 'demo-controller': { tools: ['jira.create', 'discord.post'] } }" },
    { is: 'no limit for tickets', says: 'rate-limits fail', main: "policy: { rate_limits: [{ tool: 'discord.*', max: 1, per_s: 1 }, { tool: 'signoz.*', max: 1, per_s: 1 }] }" },
    { is: 'no limit for one kind of query', says: 'rate-limits fail', main: "policy: { rate_limits: [{ tool: 'jira.create', max: 1, per_s: 1 }, { tool: 'discord.*', max: 1, per_s: 1 }, { tool: 'signoz.services', max: 1, per_s: 1 }] }" },
    { is: 'databases that may be restarted', says: 'never-restarted fail', main: "policy: { restart: { never: ['*redis*', '*valkey*', '*kafka*', '*signoz*', 'astronomy-db'] } }" },
    { is: 'dry-run', says: 'dry-run warn', main: 'policy: { dry_run: true }' },
    { is: 'dry-run of one agent', says: 'dry-run warn', main: "agents: { 'jira-resolver': { dry_run: true } }" },
    { is: 'the contacts as shipped', says: 'real-contacts fail', main: "escalation: { levels: [{ level: 1, contact: 'jira-resolver', after_s: 1 }, { level: 2, contact: '@oncall-engineer', after_s: 2 }, { level: 3, contact: '@lee', after_s: 3 }] }" },
    { is: 'no on-call role', says: 'real-contacts fail', env: { DISCORD_ONCALL_ROLE: '' } },
    { is: 'no channel', says: 'real-channels fail', env: { DISCORD_BUG_CHANNEL: '' } },
    { is: 'one channel for both', says: 'real-channels warn', env: { DISCORD_BUG_CHANNEL: '7', DISCORD_REVIEW_CHANNEL: '7' } },
    { is: 'nobody who watches the watcher', says: 'dead-man-switch fail', env: { ATLAS_DEADMAN_URL: '' } },
    { is: 'a token that can be guessed', says: 'gate-token-strong fail', env: { ATLAS_GATE_TOKEN: 'secret' } },
    { is: 'an empty credential', says: 'credentials-given fail', env: { SIGNOZ_API_KEY: '' } },
    { is: 'an audit log that is never rotated', says: 'log-rotation fail', main: 'policy: { audit: { keep_logs: 0 } }' },
  ];

  test.each(UNREADY)('$is: $says, and nothing else', async ({ says, env = {}, main }) => {
    const over = main === undefined ? PRODUCTION : `{ $include: './production.json5', ${main} }`;
    const folder = shippedCopy(over);
    write(folder, { 'production.json5': PRODUCTION });
    const loaded = await loadIn(folder, { ...ENV, ...env });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 1));
    expect(notOk(good(loaded.settings))).toEqual([says]);
  });

  test('what production must have, a demo may lack', async () => {
    const settings = await settingsOf({ ...ENV, ATLAS_DEADMAN_URL: '', DISCORD_ONCALL_ROLE: '' }, "{ $include: './atlas.sandbox.json5' }");
    expect(notOk(good(settings))).toEqual(['real-contacts warn', 'dead-man-switch warn']);
  });

  test('without a configuration nothing passes that could not be judged', async () => {
    const items = productionChecklist({ ...good(await settingsOf()), settings: null, problems: [{ file: 'a', path: 'b', expected: 'c', got: 'd' }] });
    const judged = ['secrets-in-environment', 'env-file-ignored', 'env-file-private', 'stale-locks', 'redis', 'state-private'];
    expect(items.filter((item) => item.status === 'ok').map((item) => item.id).toSorted()).toEqual(judged.toSorted());
  });
});

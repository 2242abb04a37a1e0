import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyStateDir, preparedStateDir, removeStateDir } from './prepared-state.ts';
import { runAtlas, runOn, SANDBOX_ENV, SANDBOX_ROOT } from './run-atlas.ts';

describe('exit codes', () => {
  let stateDir: string;
  let empty: string;
  beforeAll(async () => {
    stateDir = await preparedStateDir();
    empty = emptyStateDir();
  });
  afterAll(() => {
    removeStateDir(stateDir);
    removeStateDir(empty);
  });

  it.each([
    [['bogus'], /unknown command 'bogus'/],
    [['incidents', 'list', '--bogus'], /unknown option '--bogus'/],
    [['ack'], /missing required argument 'id'/],
    [['agent', 'bob'], /there is no agent "bob": atlas, ops-monitor/],
    [['scenario', 'run', 'bogus'], /there is no scenario "bogus"/],
    [['lock', '../freeze'], /not a name for a lock/],
    [['demo', '--language', 'fr'], /--language: en or ko/],
    [['demo', '--seed', '-1'], /expected a whole number/],
    [['demo', '--story', 'bogus'], /there is no story "bogus": wedged, bad-flag, load-test/],
    [['docker-gate', '--engine', 'unix:///none.sock', '--allow', 'cart', '--listen', 'nowhere'], /expected HOST:PORT/],
  ] as const)('2 for bad usage: atlas %j', async (args, words) => {
    const { code, stderr } = await runOn(stateDir, ...args);
    expect(stderr).toMatch(words);
    expect(code).toBe(2);
  });

  it('2 for a docker-gate without a token', async () => {
    const { code, stderr } = await runAtlas(['docker-gate', '--engine', 'unix:///none.sock', '--allow', 'cart', '--state', stateDir], {});
    expect(stderr).toContain('ATLAS_GATE_TOKEN is not set');
    expect(code).toBe(2);
  });

  it.each([
    [['incidents', 'show', 'INC-20261120-099'], 'there is no incident INC-20261120-099'],
    [['ack', 'INC-20261120-099'], 'there is no incident INC-20261120-099'],
    [['unlock', 'freeze'], 'there is no lock freeze'],
    [['scenario', 'stop', 'run-none'], 'there is no rehearsal run-none'],
  ] as const)('1 for what is not there: atlas %j', async (args, words) => {
    const { code, stderr } = await runOn(stateDir, ...args);
    expect(stderr).toContain(words);
    expect(code).toBe(1);
  });

  it('1 for an agent that does not live, 0 for a question that has an answer', async () => {
    expect((await runOn(stateDir, 'status', '--health', 'ops-monitor')).code).toBe(1);
    expect((await runOn(stateDir, 'status')).code).toBe(0);
    expect((await runOn(empty, 'incidents')).stdout).toBe('No incidents.\n');
  });

  it('3 when Redis cannot be had, with the line that says what to run', async () => {
    const { code, stderr } = await runAtlas(['up', '--config', SANDBOX_ROOT, '--state', empty], { ...SANDBOX_ENV, PATH: empty });
    expect(stderr).toMatch(/redis-server is missing .* run ".*install.* redis.*", or set ATLAS_REDIS_URL/);
    expect(code).toBe(3);
  });
});

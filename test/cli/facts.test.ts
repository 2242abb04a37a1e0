import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPEN_ID, preparedStateDir, removeStateDir, RESOLVED_ID } from './prepared-state.ts';
import { runAtlas, runOn, SANDBOX_ENV } from './run-atlas.ts';

/** For a test that runs many commands one after another. */
const MANY_COMMANDS_MS = 120_000;

describe('what the commands tell of a state folder', () => {
  let stateDir: string;
  beforeAll(async () => { stateDir = await preparedStateDir(); });
  afterAll(() => { removeStateDir(stateDir); });

  async function facts(...args: readonly string[]): Promise<unknown> {
    const { code, stdout, stderr } = await runOn(stateDir, ...args, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout);
  }

  it('incidents, newest first, all or only the open ones', async () => {
    expect(await facts('incidents')).toMatchObject([{ id: OPEN_ID, status: 'open', ticket: { key: 'OPS-2' } }, { id: RESOLVED_ID, status: 'resolved', ticket: null }]);
    expect(await facts('incidents', 'list', '--open')).toMatchObject([{ id: OPEN_ID }]);
    const { stdout } = await runOn(stateDir, 'incidents');
    expect(stdout).toMatch(new RegExp(`${OPEN_ID} +cart .*OPS-2`));
  });

  it('one incident with its story', async () => {
    expect(await facts('incidents', 'show', OPEN_ID)).toMatchObject({ incident: { service: 'cart' }, events: expect.arrayContaining([expect.objectContaining({ kind: 'guard.refused' })]) as unknown });
    const { stdout } = await runOn(stateDir, 'incidents', 'show', OPEN_ID);
    expect(stdout).toContain('jira-resolver   does not act: lock freeze by kim: moving house');
  });

  it('who runs and what is open', async () => {
    expect(await facts('status')).toMatchObject({
      agents: ['atlas', 'ops-monitor', 'jira-resolver', 'demo-controller'].map((agent) => ({ agent, state: 'stopped', pid: null })),
      open_incidents: [{ id: OPEN_ID, service: 'cart', ticket: 'OPS-2' }],
      incidents: 2,
      locks: [],
      state: stateDir,
    });
  });

  it('the daily report, as figures and as text', async () => {
    expect(await facts('report', 'daily')).toMatchObject({ incidents: [RESOLVED_ID, OPEN_ID] });
    const { stdout } = await runOn(stateDir, 'report', 'daily');
    expect(stdout).toContain(OPEN_ID);
  });

  it('the scenarios', async () => {
    const names = ((await facts('scenario', 'list')) as readonly { readonly name: string }[]).map((scenario) => scenario.name);
    expect(names).toEqual(expect.arrayContaining(['wedged', 'bad-flag', 'load-test', 'payment-failure']));
  });

  it('the check-list, which a rehearsal may miss and production may not', async () => {
    expect(await facts('check')).toMatchObject({ ok: true, problems: [] });
    const { code, stdout } = await runAtlas(['check', '--json', '--state', stateDir], { ...SANDBOX_ENV, ATLAS_ENVIRONMENT: 'production', ATLAS_GATE_TOKEN: 'guess' });
    const result = JSON.parse(stdout) as { readonly problems: unknown; readonly checklist: readonly { readonly status: string; readonly title: string }[] };
    expect(result.problems).toEqual([]);
    expect(result.checklist.filter((item) => item.status === 'fail').map((item) => item.title)).toContain('The token of docker-gate cannot be guessed');
    expect(code).toBe(1);
  });

  it('without colours when nobody looks at a terminal, and without a secret', async () => {
    for (const args of [['status'], ['incidents'], ['check'], ['scenario', 'list'], ['report', 'daily'], ['ledger', 'verify']]) {
      const { stdout, stderr } = await runOn(stateDir, ...args);
      expect(stdout + stderr, args.join(' ')).not.toMatch(/\u001b\[/);
      for (const name of ['SIGNOZ_API_KEY', 'JIRA_API_TOKEN', 'DISCORD_BOT_TOKEN', 'ATLAS_GATE_TOKEN']) expect(stdout + stderr, args.join(' ')).not.toContain(SANDBOX_ENV[name]);
    }
  }, MANY_COMMANDS_MS);
});

import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../cli/deployment.ts';
import { emptyStateDir, removeStateDir } from './prepared-state.ts';
import { runAtlas, SANDBOX_ENV, type Ran } from './run-atlas.ts';

describe('a configuration with several mistakes', () => {
  let folder: string;
  beforeAll(() => {
    folder = emptyStateDir();
    for (const part of ['atlas.json5', 'config', 'project', 'runbooks', 'scenarios']) cpSync(join(PROJECT_ROOT, part), join(folder, part), { recursive: true });
    change('project/thresholds/verification.json5', 'wait_s:', 'wiat_s:');
    change('project/thresholds/escalation.json5', 'after_s: 600', `after_s: 'ten minutes'`);
    change('config/agents/ops-monitor.json5', /cron: '[^']*'/, `cron: 'now and then'`);
  });
  afterAll(() => { removeStateDir(folder); });

  function change(file: string, from: string | RegExp, to: string): void {
    const before = readFileSync(join(folder, file), 'utf8');
    const after = before.replace(from, to);
    expect(after, `${file} is changed`).not.toBe(before);
    writeFileSync(join(folder, file), after);
  }

  function run(...args: readonly string[]): Promise<Ran> {
    // Without a path to any program: whoever looks for Redis before the configuration fails with another code.
    return runAtlas([...args, '--config', join(folder, 'atlas.json5'), '--state', join(folder, 'state')], { ...SANDBOX_ENV, PATH: folder });
  }

  it.each([[['check']], [['up']], [['agent', 'ops-monitor']], [['status']]] as const)('atlas %j prints all of them at once, each with file and path, and starts nothing', async (args) => {
    const { code, stderr } = await run(...args);
    expect(stderr).toMatch(/\/project\/thresholds\/verification\.json5:\d+: verification\.wiat_s: .*Did you mean "wait_s"\?$/m);
    expect(stderr).toMatch(/\/project\/thresholds\/escalation\.json5:\d+: escalation\.levels\S*after_s: /m);
    expect(stderr).toMatch(/\/config\/agents\/ops-monitor\.json5:\d+: agents\.ops-monitor\.schedules\.\S+: .*now and then/m);
    expect(code).toBe(2);
    expect(existsSync(join(folder, 'state')), 'not even a state folder').toBe(false);
  });
});

import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pidsWith } from '../../bench/process-usage.ts';
import { PROJECT_ROOT } from '../../cli/deployment.ts';
import { AGENT_NAMES } from '../../core/agent.ts';
import { dataOf } from '../../core/event-data.ts';
import { eventually } from '../adapters/store/eventually.ts';
import { FLOW_MS, STAGE_MS, STEP_MS } from './limits.ts';
import { raiseStage, type Flow } from './raise-stage.ts';
import { furtherRounds } from './wait-for.ts';
import { doubles } from './world-books.ts';

const ROUNDS = 4;

/** The processes of a run are found in the kernel's own list of them. */
const has_proc = process.platform === 'linux';
if (!has_proc) console.warn('skipped: there is no /proc in which to find the agents');

describe.skipIf(!has_proc)('two keepers on one state folder', () => {
  let flow: Flow;
  const others: ChildProcess[] = [];
  beforeAll(async () => { flow = await raiseStage({ seed: 12 }); }, STAGE_MS);
  afterAll(async () => {
    for (const child of others) child.kill('SIGKILL');
    await flow.end();
  }, STAGE_MS);

  function startAnother(...args: readonly string[]): ChildProcess {
    const script = join(PROJECT_ROOT, 'cli', 'atlas.js');
    const child = spawn(process.execPath, [script, ...args, '--config', flow.deployment.rootFile, '--state', flow.stateDir], { env: process.env, stdio: 'ignore' });
    others.push(child);
    return child;
  }

  /** How many processes there are of each agent. */
  function census(): Readonly<Record<string, number>> {
    return Object.fromEntries(AGENT_NAMES.map((name) => [name, pidsWith(['agent', name, flow.stateDir]).length]));
  }

  const everyOneOnce = Object.fromEntries(AGENT_NAMES.map((name) => [name, 1]));

  it('a second one of an agent ends at once, whoever starts it', async () => {
    for (const args of [['agent', 'atlas', '--supervise'], ['agent', 'ops-monitor']]) {
      const another = startAnother(...args);
      await eventually(`a second ${args.join(' ')} ends`, () => another.exitCode !== null, STEP_MS);
      expect(another.exitCode, args.join(' ')).toBe(1);
    }
    expect(census()).toEqual(everyOneOnce);
  }, FLOW_MS);

  it('a second keeper adopts what lives, and when atlas dies only one comes back', async () => {
    const keeper = startAnother('up');
    await furtherRounds(flow, 'ops-monitor/check', ROUNDS);
    expect(keeper.exitCode, 'the second keeper runs').toBeNull();
    expect(census()).toEqual(everyOneOnce);

    const [pid] = pidsWith(['agent', 'atlas', flow.stateDir]);
    expect(pid).toBeDefined();
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    await eventually('a new atlas that supervises', async () => {
      const beat = (await flow.state.heartbeats.all()).find((one) => one.agent === 'atlas');
      return beat !== undefined && beat.holder.pid !== pid && flow.state.isAlive(beat.holder);
    }, STEP_MS);
    await furtherRounds(flow, 'atlas/supervise', ROUNDS);
    await eventually('every agent once', () => JSON.stringify(census()) === JSON.stringify(everyOneOnce), STEP_MS);
  }, FLOW_MS);

  it('every slot ran once', async () => {
    const claims = (await flow.state.ledger.events({ kinds: ['slot.claimed'] })).flatMap((event) => dataOf(event, 'slot.claimed') ?? []);
    expect(claims.length).toBeGreaterThan(ROUNDS);
    // Only a slot that died with the killed atlas may have been taken up again.
    expect(doubles(claims.map((claim) => claim.key)).filter((key) => !key.startsWith('atlas/'))).toEqual([]);
    const ends = (await flow.state.ledger.events({ kinds: ['slot.finished'] })).flatMap((event) => dataOf(event, 'slot.finished') ?? []);
    expect(doubles(ends.map((end) => end.key))).toEqual([]);
  }, FLOW_MS);
});

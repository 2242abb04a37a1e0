import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setStage, untilReady } from '../cli/demo/stage.ts';
import { AGENT_NAMES } from '../core/agent.ts';
import { textIn } from '../core/event.ts';
import { requestScenario } from '../core/scenario/request.ts';
import { cpuShare, pidsWith, usageOf, type Usage } from './process-usage.ts';

export interface ProcessFigures {
  readonly name: string;
  readonly rss_mib: number;
  readonly pss_mib: number;
  /** Of one core, with a check every second: a deployment that checks every five minutes takes a small part of it. */
  readonly cpu_share: number;
}

export interface TeamFigures {
  readonly start_to_first_check_s: number;
  readonly processes: readonly ProcessFigures[];
  readonly pss_sum_mib: number;
  readonly rss_sum_mib: number;
}

const STORY_LIMIT_MS = 60_000;
const CPU_WINDOW_MS = 10_000;

/**
 * The team in the sandbox: from the start of atlas to the monitor's first finished check; then a service is wedged, so that the
 * first ticket, message and restart load every library there is; and `settle_s` later everybody's memory and CPU is read.
 */
export async function benchTeam(settle_s: number, say: (line: string) => void): Promise<TeamFigures> {
  const stateDir = await mkdtemp(join(tmpdir(), 'atlas-bench-'));
  const stage = await setStage({ stateDir, seed: 1, language: 'en', dryRun: false });
  try {
    await untilReady(stage, () => undefined);
    const start_to_first_check_s = await firstCheck(stage);
    const wedged = stage.deployment.settings.scenarios['wedged'];
    if (wedged === undefined) throw new Error('the sandbox has no scenario wedged');
    say('a service is wedged; waiting for ticket, message and restart');
    await stage.state.ledger.append([requestScenario({ ...wedged, name: 'wedged' }, 'operator', 'bench-wedged')]);
    const end_ms = stage.clock.monotonic_ms() + STORY_LIMIT_MS;
    while (!(await stage.state.ledger.list('incident', ['resolved'])).some((incident) => incident.resolution === 'repaired')) {
      if (stage.clock.monotonic_ms() > end_ms) throw new Error('the incident was not repaired in time');
      await stage.clock.sleep(500);
    }
    say(`repaired; reading memory ${settle_s} s later`);
    await stage.clock.sleep(settle_s * 1_000);
    const before = look(stateDir);
    await stage.clock.sleep(CPU_WINDOW_MS);
    const after = look(stateDir);
    const processes = after.map(({ name, usage }, index) => ({
      name,
      rss_mib: usage.rss_mib,
      pss_mib: usage.pss_mib,
      cpu_share: cpuShare(before[index]?.usage ?? usage, usage, CPU_WINDOW_MS / 1000),
    }));
    const sum = (pick: (one: ProcessFigures) => number): number => processes.reduce((total, one) => total + pick(one), 0);
    return { start_to_first_check_s, processes, pss_sum_mib: sum((one) => one.pss_mib), rss_sum_mib: sum((one) => one.rss_mib) };
  } finally {
    await stage.strike();
    await rm(stateDir, { recursive: true, force: true });
  }
}

function look(stateDir: string): readonly { readonly name: string; readonly usage: Usage }[] {
  const names = [...AGENT_NAMES.map((name) => ({ name, words: ['agent', name, stateDir] })), { name: 'docker-gate', words: ['docker-gate', stateDir] }];
  return names.flatMap(({ name, words }) => {
    const usage = pidsWith(words).map(usageOf)[0];
    return usage == null ? [] : [{ name, usage }];
  });
}

/** Both ends are in the ledger: atlas's own first event comes after its start-up, so the process's start time is taken instead. */
async function firstCheck(stage: Awaited<ReturnType<typeof setStage>>): Promise<number> {
  const finished = await stage.state.ledger.events({ kinds: ['slot.finished'] });
  const first = finished.find((event) => textIn(event.data, 'key').startsWith('ops-monitor/check@'));
  if (first === undefined) throw new Error('no check was finished');
  return (Date.parse(first.at) - stage.started_at_ms) / 1000;
}

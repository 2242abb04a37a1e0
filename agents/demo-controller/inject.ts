import { effectKey } from '../../core/digest.ts';
import { newEvent, storyEvent } from '../../core/event-data.ts';
import type { ScenarioRun } from '../../core/scenario-run.ts';
import type { Scenario } from '../../settings/settings.ts';
import type { AgentContext } from '../frame/agent-context.ts';
import { restoreFlags, setFlag } from './flags.ts';
import { settle } from './settle.ts';

const STRESS_LOCK = 'stress-test';

/** Takes the lock when the scenario stresses, and remembers what the flags were, before anything is changed. */
export async function begin(context: AgentContext, run: ScenarioRun, scenario: Scenario): Promise<void> {
  if (scenario.stress) {
    const ttl_s = Math.min(context.settings.agents['demo-controller'].lock_max_s, scenario.duration_s * 2 + 60);
    const lease = await context.locks.acquire({ name: STRESS_LOCK, reason: `rehearsal ${run.scenario} (${run.id})`, ttl_ms: ttl_s * 1000, blocks: ['auto_restart', 'auto_scale'] });
    if (lease === null) throw new Error(`the lock ${STRESS_LOCK} is held by somebody else`);
  }
  const before = scenario.flags.length === 0 ? [] : await context.gate.call({ tool: 'flagd.read', run: () => context.flags.read() });
  const restore_flags: Record<string, string> = {};
  for (const wish of scenario.flags) {
    const flag = before.find((one) => one.name === wish.flag);
    if (flag === undefined) throw new Error(`there is no flag ${wish.flag}`);
    if (!flag.variants.includes(wish.variant)) throw new Error(`the flag ${wish.flag} has no variant ${wish.variant}`);
    restore_flags[wish.flag] = flag.variant;
  }
  await context.ledger.append([
    newEvent('scenario.started', context.name, null, { id: run.id, lock: scenario.stress ? STRESS_LOCK : null, restore_flags }),
    storyEvent(scenario.stress ? 'stress_test_begin' : 'scenario_started', context.name, null, { id: run.id, scenario: run.scenario }),
  ]);
}

/** Turns the flags and starts the load; the time is taken when the last of it is really there. */
export async function inject(context: AgentContext, run: ScenarioRun, scenario: Scenario): Promise<void> {
  for (const wish of scenario.flags) await settle(context, setFlag(context, run, wish.flag, wish.variant, 'set'));
  const { load } = scenario;
  if (load !== undefined) {
    await settle(context, {
      key: effectKey(context.effects.deployment, run.id, 'locust.start'),
      tool: 'locust.start',
      incident_id: null,
      input: { users: load.users, spawn_per_s: load.spawn_per_s },
      perform: async () => {
        await context.load.start({ users: load.users, spawn_per_s: load.spawn_per_s });
        return null;
      },
      // Starting twice only sets the same number of users again.
      lookup: () => Promise.resolve(null),
      absent_is_certain: true,
    });
  }
  await context.ledger.append([newEvent('scenario.injected', context.name, null, { id: run.id })]);
}

/** The end of a rehearsal, in whatever state it is: load back to normal, flags back. */
export async function stopAll(context: AgentContext, run: ScenarioRun, scenario: Scenario): Promise<void> {
  if (scenario.load !== undefined && run.started_at !== null) {
    const normal = context.settings.scenarios['normal']?.load ?? null;
    await settle(context, {
      key: effectKey(context.effects.deployment, run.id, 'locust.stop'),
      tool: normal === null ? 'locust.stop' : 'locust.start',
      incident_id: null,
      input: normal === null ? {} : { users: normal.users, spawn_per_s: normal.spawn_per_s },
      perform: async () => {
        // A demo without traffic shows nothing: the load goes back to normal rather than to nothing.
        await (normal === null ? context.load.stop() : context.load.start(normal));
        return null;
      },
      lookup: () => Promise.resolve(null),
      absent_is_certain: true,
    });
  }
  await restoreFlags(context, run, scenario.flags, 'end');
}

/**
 * Lets repairs go on. Not at the moment when the load stops but when it has settled: queues that are still draining are the load
 * test's doing too.
 */
export async function releaseStressLock(context: AgentContext, run: ScenarioRun): Promise<void> {
  if (run.lock === null) return;
  await releaseLock(context, run.lock);
  await context.ledger.append([storyEvent('stress_test_end', context.name, null, { id: run.id, scenario: run.scenario })]);
}

/** A predecessor may hold it still: the lock is the rehearsal's, not the process's. */
async function releaseLock(context: AgentContext, name: string): Promise<void> {
  if (await context.locks.release(name)) return;
  const taken = await context.locks.acquire({ name, reason: 'to release it', ttl_ms: 1_000, blocks: [] });
  if (taken !== null) await context.locks.release(name);
}

import { newEvent } from '../../core/event-data.ts';
import type { ScenarioRun } from '../../core/scenario-run.ts';
import { nextScenarioStep, type ScenarioTiming } from '../../core/scenario/next-phase.ts';
import type { AgentContext } from '../frame/agent-context.ts';
import { announce, announceEnd } from './announce.ts';
import { areRestored, pulsed, restoreFlags } from './flags.ts';
import { begin, inject, releaseStressLock, stopAll } from './inject.ts';
import { score } from './score.ts';

/** Rehearsals run one after another: two at once would hide each other. */
export async function step(context: AgentContext): Promise<void> {
  const running = await context.ledger.list('scenario_run', ['announced', 'started', 'loading', 'settling', 'verifying']);
  const waiting = await context.ledger.list('scenario_run', ['requested']);
  const run = running[0] ?? waiting[0];
  if (run === undefined) return;
  const { environment, agents } = context.settings;
  if (!agents['demo-controller'].allowed_environments.some((allowed) => allowed === environment)) {
    await context.ledger.append([newEvent('scenario.failed', context.name, null, { id: run.id, reason: `rehearsals are not allowed in ${environment}` })]);
    return;
  }
  let current: ScenarioRun | null = run;
  try {
    // As far as it goes now: only waiting needs another round.
    for (let phases = 0; current !== null && phases < MOST_PHASES; phases += 1) {
      if (!(await advance(context, current))) return;
      current = await context.ledger.get('scenario_run', run.id);
    }
  } catch (thrown) {
    await giveUpOrRetry(context, current ?? run, thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** More than a rehearsal has. */
const MOST_PHASES = 10;

/** Takes the next step; false when there is nothing to do now. */
async function advance(context: AgentContext, run: ScenarioRun): Promise<boolean> {
  const scenario = context.settings.scenarios[run.scenario];
  if (scenario === undefined) {
    await context.ledger.append([newEvent('scenario.failed', context.name, null, { id: run.id, reason: `there is no scenario ${run.scenario}` })]);
    return false;
  }
  const pulses = scenario.flags.flatMap((flag) => flag.pulse_s ?? []);
  const { handover } = context.settings.agents['demo-controller'];
  const timing: ScenarioTiming = { ...handover, duration_s: scenario.duration_s, pulse_s: pulses.length === 0 ? null : Math.min(...pulses) };
  const pulse_done = await areRestored(context, run, pulsed(scenario), 'pulse');
  const next = nextScenarioStep(run, timing, context.clock.now(), pulse_done);
  switch (next.kind) {
    case 'announce':
      await announce(context, run, scenario);
      return true;
    case 'begin':
      await begin(context, run, scenario);
      return true;
    case 'inject':
      await inject(context, run, scenario);
      return true;
    case 'end_pulse':
      await restoreFlags(context, run, pulsed(scenario), 'pulse');
      return true;
    case 'stop':
      await stopAll(context, run, scenario);
      await context.ledger.append([newEvent('scenario.stopped', context.name, null, { id: run.id, reason: next.reason })]);
      return true;
    case 'ask':
      await releaseStressLock(context, run);
      await context.ledger.append([newEvent('scenario.verifying', context.name, null, { id: run.id, services: run.expected.service === null ? [] : [run.expected.service] })]);
      return true;
    case 'score': {
      const observed = await score(context, run);
      if (observed === null) return false;
      await context.ledger.append([newEvent('scenario.ended', context.name, null, { id: run.id, observed })]);
      await announceEnd(context, run, scenario, observed);
      return true;
    }
    case 'wait':
      return false;
  }
}

/** A step that failed is tried again in the next round, until the rehearsal is long overdue; then all is put back. */
async function giveUpOrRetry(context: AgentContext, run: ScenarioRun, reason: string): Promise<void> {
  context.log.warn('a rehearsal could not go on', { run: run.id, phase: run.phase, reason });
  const scenario = context.settings.scenarios[run.scenario];
  const limit_s = (scenario?.duration_s ?? 0) + context.settings.agents['demo-controller'].lock_max_s;
  if (context.clock.now() - Date.parse(run.requested_at) < limit_s * 1000) return;
  if (scenario !== undefined) await stopAll(context, run, scenario);
  await releaseStressLock(context, run);
  await context.ledger.append([newEvent('scenario.failed', context.name, null, { id: run.id, reason })]);
}

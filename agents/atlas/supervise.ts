import { AGENT_NAMES, type AgentName } from '../../core/agent.ts';
import { storyEvent } from '../../core/event-data.ts';
import type { Heartbeat } from '../../core/ports.ts';
import { careFor } from '../../core/supervise.ts';
import type { AgentContext } from '../frame/agent-context.ts';
import type { Team } from './team.ts';

/** Living shorter than this counts as a quick death. */
const QUICK_DEATH_MS = 10_000;

interface Start {
  at_ms: number;
  quick_deaths: number;
}

/** What atlas remembers of its own starts. A new atlas knows nothing of them and adopts whoever lives. */
export type Starts = Map<AgentName, Start>;

export function supervisedAgents(context: AgentContext): readonly AgentName[] {
  return AGENT_NAMES.filter((name) => name !== 'atlas' && context.settings.agents[name].enabled);
}

/** Looks after every other agent once. In a container deployment (`team` is null) it only tells; the engine restarts. */
export async function supervise(context: AgentContext, team: Team | null, starts: Starts): Promise<void> {
  const beats = await context.heartbeats.all();
  for (const agent of supervisedAgents(context)) {
    const beat = beats.find((one) => one.agent === agent) ?? null;
    await superviseOne(context, team, starts, agent, beat);
  }
}

async function superviseOne(context: AgentContext, team: Team | null, starts: Starts, agent: AgentName, beat: Heartbeat | null): Promise<void> {
  const now_ms = context.clock.now();
  const start = starts.get(agent);
  const { restart_backoff_s } = context.settings.agents.atlas;
  const max_age_ms = context.settings.agents[agent].heartbeat.max_age_s * 1000;
  const silent_ms = beat === null ? null : now_ms - beat.beat_at_ms;
  const care = careFor({
    alive: beat !== null && (team === null ? (silent_ms ?? 0) <= max_age_ms : team.isAlive(beat.holder)),
    silent_ms,
    max_age_ms,
    started_ms_ago: start === undefined ? null : now_ms - start.at_ms,
    quick_deaths: start?.quick_deaths ?? 0,
    backoff: { first_ms: restart_backoff_s.first * 1000, max_ms: restart_backoff_s.max * 1000 },
  });
  if (care.do === 'nothing' || care.do === 'wait') return;
  // A process that we started a moment ago has not beaten yet: its predecessor's beat must not condemn it.
  if (start !== undefined && now_ms - start.at_ms < START_GRACE_MS) return;
  if (beat !== null) await noteSilence(context, agent, beat.holder.instance, care.reason);
  if (team === null) return;
  if (care.do === 'kill_and_start' && beat !== null) team.kill(beat.holder);
  const quick = start !== undefined && now_ms - start.at_ms < QUICK_DEATH_MS;
  starts.set(agent, { at_ms: now_ms, quick_deaths: quick ? start.quick_deaths + 1 : 0 });
  await team.start(agent);
}

/** From a start to its first heartbeat. */
const START_GRACE_MS = 4_000;

/** Once an instance: the ledger is asked, so that a new atlas does not say it again. */
export async function noteSilence(context: AgentContext, agent: AgentName, instance: string, reason: string): Promise<void> {
  await context.ledger.transact((view) => {
    const said = view.events({ kinds: ['agent.silent'] }).some((event) => event.data['instance'] === instance);
    return { events: said ? [] : [storyEvent('agent.silent', context.name, null, { agent, instance, reason })], result: null };
  });
}

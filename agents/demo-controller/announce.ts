import type { ChatMessage } from '../../core/chat.ts';
import { effectKey } from '../../core/digest.ts';
import { postMessage } from '../../core/effects/incident-chat.ts';
import { newEvent } from '../../core/event-data.ts';
import type { ScenarioObservation, ScenarioRun } from '../../core/scenario-run.ts';
import type { Scenario } from '../../settings/settings.ts';
import type { AgentContext } from '../frame/agent-context.ts';

/** People hear of a rehearsal before it happens; a chat that is away does not stop it. */
export async function announce(context: AgentContext, run: ScenarioRun, scenario: Scenario): Promise<void> {
  const load = scenario.load === undefined ? [] : [`${scenario.load.users} users`];
  const flags = scenario.flags.map((flag) => `${flag.flag}=${flag.variant}`);
  const detail = [...load, ...flags, `${scenario.duration_s} s`].join(', ');
  await tell(context, run, 'begin', context.messages.scenarioAnnounced(scenario.title, detail));
  await context.ledger.append([newEvent('scenario.announced', context.name, null, { id: run.id })]);
}

export async function announceEnd(context: AgentContext, run: ScenarioRun, scenario: Scenario, observed: ScenarioObservation): Promise<void> {
  await tell(context, run, 'end', context.messages.scenarioEnded(scenario.title, `${observed.verdict}: ${observed.reason}`));
}

async function tell(context: AgentContext, run: ScenarioRun, when: string, title: string): Promise<void> {
  const channel = context.effects.channelFor('scenario');
  if (channel === null) return;
  const message: ChatMessage = { content: null, title, body: '', fields: [], severity: 'notice', marker: `atlas:${run.id}:${when}`, mention: null };
  const key = effectKey(context.effects.deployment, run.id, 'discord.post', when);
  await context.gate.effect(postMessage(message, { key, channel, purpose: 'notice', incident_id: null, context: context.effects }));
}

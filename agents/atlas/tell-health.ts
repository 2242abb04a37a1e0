import type { ChatMessage } from '../../core/chat.ts';
import { effectKey } from '../../core/digest.ts';
import { postMessage } from '../../core/effects/incident-chat.ts';
import { storyEvent } from '../../core/event-data.ts';
import { textIn, type LedgerEvent } from '../../core/event.ts';
import type { AgentContext } from '../frame/agent-context.ts';

/** Older news of this kind is not sent any more. */
const NEWS_FOR_MS = 15 * 60_000;

/** Says who fell silent and who is back: each once, whatever became of the atlas that noticed it. */
export async function tellHealth(context: AgentContext): Promise<void> {
  await noteReturns(context);
  const channel = context.effects.channelFor('agent_health');
  if (channel === null) return;
  const since = new Date(context.clock.now() - NEWS_FOR_MS).toISOString();
  for (const event of await context.ledger.events({ kinds: ['agent.silent', 'agent.back'], since })) {
    const key = effectKey(context.effects.deployment, 'agent-health', String(event.seq));
    await context.gate.effect(postMessage(messageOf(context, event), { key, channel, purpose: 'notice', incident_id: null, context: context.effects }));
  }
}

function messageOf(context: AgentContext, event: LedgerEvent): ChatMessage {
  const agent = textIn(event.data, 'agent');
  const back = event.kind === 'agent.back';
  return {
    content: null,
    title: back ? context.messages.agentBack(agent) : context.messages.agentSilent(agent, textIn(event.data, 'reason')),
    body: '',
    fields: [],
    severity: back ? 'resolved' : 'high',
    marker: `atlas:health:${event.seq}`,
    mention: null,
  };
}

/** An agent is back when another instance of it beats after one fell silent. */
async function noteReturns(context: AgentContext): Promise<void> {
  const beats = await context.heartbeats.all();
  await context.ledger.transact((view) => {
    const news = view.events({ kinds: ['agent.silent', 'agent.back'] });
    const events = beats.flatMap((beat) => {
      const last = news.filter((event) => event.data['agent'] === beat.agent).at(-1);
      if (last?.kind !== 'agent.silent' || last.data['instance'] === beat.holder.instance) return [];
      return [storyEvent('agent.back', context.name, null, { agent: beat.agent, instance: beat.holder.instance })];
    });
    return { events, result: null };
  });
}

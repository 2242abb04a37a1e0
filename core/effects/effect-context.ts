import type { ChannelName } from '../chat.ts';
import type { Chat, Tickets } from '../ports.ts';
import type { RenderContext } from '../render/render-context.ts';
import type { Severity } from '../severity.ts';

/** What a message is about: settings bind each kind of each agent to a channel. */
export type MessageKind = 'alert' | 'escalation' | 'agent_health' | 'report' | 'scenario';

/** What is needed to say what an incident wants done outside. */
export interface EffectContext {
  /** Random id of this deployment's ledger: two deployments on one Jira project never take each other's tickets. */
  readonly deployment: string;
  readonly render: RenderContext;
  readonly tickets: Tickets;
  readonly chat: Chat;
  readonly mention_from: Severity;
  /** Where this agent says such things; null: nowhere, and nothing is sent. */
  readonly channelFor: (kind: MessageKind) => ChannelName | null;
}

import type { AgentName } from '../agent.ts';
import type { ChannelName } from '../chat.ts';
import type { MessageKind } from './effect-context.ts';

/** One line of settings: this agent says such things there. */
export interface ChannelBinding {
  readonly agent: AgentName;
  readonly channel: ChannelName;
  readonly messages: readonly MessageKind[];
}

/** Where an agent says what, by the bindings. null: it has no voice for that, and nothing is sent. */
export function channelsOf(bindings: readonly ChannelBinding[], agent: AgentName): (kind: MessageKind) => ChannelName | null {
  return (kind) => bindings.find((binding) => binding.agent === agent && binding.messages.includes(kind))?.channel ?? null;
}

import type { ChatMessage } from '../../core/chat.ts';
import { toEmbed } from './embed.ts';
import type { DiscordEmbed } from './embed.ts';
import { cutTo, safeText } from './safe-text.ts';

const MAX_CONTENT = 2000;

/** What is sent as a message, without its nonce. `allowed_mentions` names everybody whom it may call: at most the on-call role. */
export interface DiscordPayload {
  readonly content: string;
  readonly embeds: readonly DiscordEmbed[];
  readonly allowed_mentions: { readonly parse: readonly []; readonly roles?: readonly string[] };
}

/** `may_call`: a new message calls the on-call role when it says so; an edited one shows the role and calls nobody. */
export function toPayload(message: ChatMessage, on_call_role_id: string | null, may_call: boolean): DiscordPayload {
  const role = message.mention === 'on_call' && on_call_role_id !== null && on_call_role_id !== '' ? on_call_role_id : null;
  const mention = role === null ? '' : `<@&${role}> `;
  const content = mention + cutTo(safeText(message.content ?? '').trim(), MAX_CONTENT - mention.length);
  return {
    content: content.trim(),
    embeds: [toEmbed(message)],
    allowed_mentions: role !== null && may_call ? { parse: [], roles: [role] } : { parse: [] },
  };
}

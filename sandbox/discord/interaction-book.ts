import type { Message } from './message.ts';

const FIRST_REPLY_MS = 3_000;
const TOKEN_LIFE_MS = 900_000;

/** One use of a command or a button, and how it was answered. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly kind: 'command' | 'button';
  /** The command's name, or the button's custom id. */
  readonly name: string;
  readonly channel_id: string;
  readonly user_id: string;
  /** The message that the button stands under. */
  readonly source_message_id: string | null;
  readonly at_ms: number;
  readonly answered_at_ms: number | null;
  /** 4 message, 5 deferred, 6 deferred update, 7 update, 8 autocomplete, 9 modal. */
  readonly callback_type: number | null;
  readonly original_message_id: string | null;
  /** Everything said in answer, ephemeral messages too, oldest first. */
  readonly replies: readonly Message[];
}

export interface InteractionBook {
  /** Adds it, or replaces the one with its id. */
  put(interaction: Interaction): void;
  byId(id: string): Interaction | undefined;
  byToken(token: string): Interaction | undefined;
  all(): readonly Interaction[];
}

export function createInteractionBook(): InteractionBook {
  const by_id = new Map<string, Interaction>();
  return {
    put: (interaction) => void by_id.set(interaction.id, interaction),
    byId: (id) => by_id.get(id),
    byToken: (token) => [...by_id.values()].find((interaction) => interaction.token === token),
    all: () => [...by_id.values()],
  };
}

/** Discord waits three seconds for the first answer. */
export function isTooLate(interaction: Interaction, now: number): boolean {
  return now - interaction.at_ms > FIRST_REPLY_MS;
}

/** Follow-ups and edits are possible for fifteen minutes. */
export function isExpired(interaction: Interaction, now: number): boolean {
  return now - interaction.at_ms > TOKEN_LIFE_MS;
}

import type { DiscordFaults } from './faults.ts';
import type { Gateway } from './gateway.ts';
import type { InteractionBook } from './interaction-book.ts';
import type { Json, Person } from './message.ts';
import type { MessageStore } from './message-store.ts';

export interface Webhook {
  readonly id: string;
  readonly token: string;
  readonly channelId: string;
}

/** Everything that the routes and the gateway share. */
export interface DiscordWorld {
  readonly guild: { readonly id: string; readonly name: string };
  readonly roles: readonly { readonly id: string; readonly name: string }[];
  readonly application_id: string;
  readonly bot: Person;
  readonly store: MessageStore;
  readonly interactions: InteractionBook;
  readonly webhooks: readonly Webhook[];
  /** Registered application commands, by guild id or `global`. */
  readonly commands: Map<string, readonly Json[]>;
  readonly faults: DiscordFaults;
  readonly gateway: Gateway;
  readonly newId: () => string;
  readonly now: () => number;
  /** Root address, known once the server listens. */
  readonly url: () => string;
}

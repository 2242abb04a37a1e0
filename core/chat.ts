import type { Severity } from './severity.ts';

/** Where a message goes, by purpose; settings bind each to a real channel. */
export type ChannelName = 'bug' | 'review';

export interface ChatField {
  readonly name: string;
  readonly value: string;
  readonly inline?: boolean;
}

/** One message for people; the adapter cuts it to the vendor's limits and never lets its text mention anybody. */
export interface ChatMessage {
  /** Plain text above the card; the on-call mention is put before it when `mention` says so. */
  readonly content: string | null;
  readonly title: string;
  readonly body: string;
  readonly fields: readonly ChatField[];
  readonly severity: Severity | 'resolved' | 'notice';
  /** Stands in the footer: what a sender that crashed looks for before it sends again. */
  readonly marker: string;
  readonly mention: 'on_call' | null;
}

export interface ChatRef {
  readonly channel_id: string;
  readonly message_id: string;
}

import type { Messages } from '../messages/messages.ts';

/** What every text for people needs to know beside its subject. */
export interface RenderContext {
  readonly messages: Messages;
  readonly time_zone: string;
  readonly entry: string;
  /** How many repair attempts are allowed. */
  readonly max_attempts: number;
  traceLink(trace_id: string): string | null;
  ticketLink(key: string): string | null;
}

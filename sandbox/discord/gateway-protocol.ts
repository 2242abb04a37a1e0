import type { Json } from './message.ts';

export const OP = {
  dispatch: 0, heartbeat: 1, identify: 2, presence: 3, voice: 4, resume: 6, reconnect: 7, request_members: 8, invalid_session: 9, hello: 10, heartbeat_ack: 11,
} as const;

/** Bits of the intents that matter here. */
export const INTENTS = { guilds: 1, guild_messages: 1 << 9, message_content: 1 << 15, none: 0 } as const;
export const ALL_INTENTS = 0x0363_ffff;

/** Why the gateway closes a connection. */
export const CLOSE = {
  unknown_opcode: 4001, decode_error: 4002, not_authenticated: 4003, authentication_failed: 4004, already_authenticated: 4005, invalid_seq: 4007,
  rate_limited: 4008, session_timed_out: 4009, invalid_shard: 4010, invalid_api_version: 4012, invalid_intents: 4013, disallowed_intents: 4014,
} as const;

export interface Event {
  readonly seq: number;
  readonly name: string;
  readonly data: Json;
}

/** A session outlives its connection: what it missed is kept until it resumes. */
export interface Session {
  readonly id: string;
  readonly intents: number;
  readonly events: readonly Event[];
  readonly seq: number;
}

const EVENTS_KEPT = 500;

export function withEvent(session: Session, name: string, data: Json): Session {
  const seq = session.seq + 1;
  return { ...session, seq, events: [...session.events, { seq, name, data }].slice(-EVENTS_KEPT) };
}

export function eventFrame(event: Event): Json {
  return { op: OP.dispatch, t: event.name, s: event.seq, d: event.data };
}

/** The events after `seq`, or null when the client claims to have seen more than there is, or too much has been forgotten. */
export function missedEvents(session: Session, seq: number): readonly Event[] | null {
  if (seq > session.seq) return null;
  const oldest = session.events[0]?.seq ?? session.seq + 1;
  if (seq < oldest - 1) return null;
  return session.events.filter((event) => event.seq > seq);
}

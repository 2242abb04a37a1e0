/** Every door that Atlas has, as types only: agents get them as arguments, adapters implement them, tests hold each implementation to one suite. */
import type { AgentName, Holder } from './agent.ts';
import type { ChannelName, ChatMessage, ChatRef } from './chat.ts';
import type { ContainerState, ContainerStats } from './container.ts';
import type { EventQuery, Decision, LedgerRows, LedgerView, RowKind } from './ledger-view.ts';
import type { LedgerEvent, NewEvent } from './event.ts';
import type { Blockable, LeaseRow, LockView } from './lease.ts';
import type { LogLine, ResourceSample, ServiceSample, Span, TimeWindow } from './sample.ts';
import type { RichText } from './rich-text.ts';
import type { Ticket, TicketDraft, TicketPriority, TicketRef, TicketState } from './ticket.ts';

/** The only teller of time. `now` is wall-clock epoch milliseconds; `monotonic_ms` never jumps. */
export interface Clock {
  now(): number;
  monotonic_ms(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Logger {
  debug(message: string, data?: Readonly<Record<string, unknown>>): void;
  info(message: string, data?: Readonly<Record<string, unknown>>): void;
  warn(message: string, data?: Readonly<Record<string, unknown>>): void;
  error(message: string, data?: Readonly<Record<string, unknown>>): void;
}

/** Reads only. Every method is one call to the source, or a constant number of them, never one per service. */
export interface Telemetry {
  /** All services with traffic in the window, with p95 filled where the source can give it. */
  services(window: TimeWindow): Promise<readonly ServiceSample[]>;
  /** Container CPU and memory per service, newest value in the window; empty when the source has none. */
  resources(window: TimeWindow): Promise<readonly ResourceSample[]>;
  /** Ids of traces with an error span of `service` in the window, newest first, at most `limit`. */
  errorTraceIds(service: string, window: TimeWindow, limit: number): Promise<readonly string[]>;
  /** All spans of one trace. */
  trace(trace_id: string, window: TimeWindow): Promise<readonly Span[]>;
  logs(query: { readonly service: string; readonly window: TimeWindow; readonly severity?: string; readonly limit: number }): Promise<readonly LogLine[]>;
  /** A link that a person can open, or null when no web address is configured. */
  traceLink(trace_id: string): string | null;
}

export interface Tickets {
  /** Issues that carry the label, lowest key first. `reconcile_ids`: ids that we know of and that the index may not show yet. */
  findByLabel(label: string, reconcile_ids?: readonly string[]): Promise<readonly TicketRef[]>;
  create(draft: TicketDraft): Promise<TicketRef>;
  get(key: string): Promise<Ticket>;
  /** Everything of the project whose status category is not done, highest priority first. */
  unfinished(): Promise<readonly Ticket[]>;
  /** Moves the ticket to the status that settings name for `state`; a no-op when it is there already. */
  move(key: string, state: TicketState): Promise<void>;
  /** `marker` is put at the comment's end in small print: what `hasComment` looks for. */
  comment(key: string, body: RichText, marker: string): Promise<void>;
  hasComment(key: string, marker: string): Promise<boolean>;
  setPriority(key: string, priority: TicketPriority): Promise<void>;
  link(key: string): string;
}

export interface Chat {
  /** `nonce` (≤ 25 characters) makes an immediate repeat return the first message. */
  post(channel: ChannelName, message: ChatMessage, nonce: string): Promise<ChatRef>;
  edit(ref: ChatRef, message: ChatMessage): Promise<void>;
  /** Among the channel's newest 50 messages, ours with that marker in its footer. */
  findByMarker(channel: ChannelName, marker: string): Promise<ChatRef | null>;
}

/** Through docker-gate only: containers are named by service, and only allow-listed ones exist. */
export interface Containers {
  list(): Promise<readonly ContainerState[]>;
  inspect(name: string): Promise<ContainerState>;
  logs(name: string, tail: number): Promise<readonly string[]>;
  stats(name: string): Promise<ContainerStats>;
  /** `id` is the full container id: a recreated container is not the one that the plan was made for. */
  restart(id: string, options: { readonly fence: number; readonly timeout_s: number }): Promise<void>;
}

export interface LoadStats {
  readonly state: string;
  readonly users: number;
  readonly requests_per_s: number;
  readonly fail_ratio: number;
  readonly latency_p95_ms: number | null;
}

export interface Load {
  start(options: { readonly users: number; readonly spawn_per_s: number }): Promise<void>;
  stop(): Promise<void>;
  stats(): Promise<LoadStats>;
  reset(): Promise<void>;
}

export interface FlagState {
  readonly name: string;
  readonly variant: string;
  readonly variants: readonly string[];
}

export interface Flags {
  read(): Promise<readonly FlagState[]>;
  /** Writes the variant and waits until evaluation really gives it. */
  set(name: string, variant: string): Promise<void>;
  /** Evaluates that many flags, one request each, as services do; gives how many were answered. */
  evaluate(count: number): Promise<number>;
}

/** The truth. Synchronous decisions inside one transaction, durable when the promise resolves. */
export interface Ledger {
  /** `decide` may run again when the transaction has to: it must not do anything else than decide. All its events are appended, or none. */
  transact<T>(decide: (view: LedgerView) => Decision<T>): Promise<{ readonly result: T; readonly events: readonly LedgerEvent[] }>;
  /** A consistent read without writing. */
  read<T>(look: (view: LedgerView) => T): Promise<T>;
  append(events: readonly NewEvent[]): Promise<readonly LedgerEvent[]>;
  get<K extends RowKind>(kind: K, key: string): Promise<LedgerRows[K] | null>;
  list<K extends RowKind>(kind: K, statuses?: readonly string[]): Promise<readonly LedgerRows[K][]>;
  events(query: EventQuery): Promise<readonly LedgerEvent[]>;
  close(): void;
}

/** Leases with fencing tokens in the ledger, mirrored as files, beside locks that a person dropped there by hand. */
export interface Locks {
  /** null when somebody else holds it (or a hand-placed file of that name is there). */
  acquire(request: { readonly name: string; readonly reason: string; readonly ttl_ms: number; readonly blocks: readonly Blockable[] }): Promise<LeaseRow | null>;
  renew(name: string, ttl_ms: number): Promise<LeaseRow | null>;
  release(name: string): Promise<boolean>;
  /** Every lock that counts now, from the ledger and from the folder. */
  active(): Promise<readonly LockView[]>;
  /** The first lock that forbids `what`, or null. */
  blocking(what: Blockable): Promise<LockView | null>;
}

/** Agents say that they live; atlas reads it. Not part of the hash chain: it would drown the story. */
export interface Heartbeats {
  beat(holder: Holder, status: string): Promise<void>;
  all(): Promise<readonly Heartbeat[]>;
}

export interface Heartbeat {
  readonly agent: AgentName;
  readonly holder: Holder;
  readonly beat_at_ms: number;
  readonly status: string;
}

/** A schedule's offer to run, by way of Redis. Only a hint: the slot in the ledger decides. */
export interface SlotOffer {
  readonly agent: AgentName;
  readonly schedule: string;
  readonly due_ms: number;
}

export interface QueueProducer {
  /** Rejects fast (≤ 1 s) when Redis is away. */
  offer(offer: SlotOffer): Promise<void>;
  close(): Promise<void>;
}

export interface QueueConsumer {
  close(): Promise<void>;
}

/** Reports as files for people, beside the messages: `state/reports/`. */
export interface Reports {
  write(name: string, text: string): Promise<void>;
}

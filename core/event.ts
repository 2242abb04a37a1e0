import type { AgentName } from './agent.ts';

/**
 * One line of the ledger. What is not here did not happen.
 * `seq` has no gaps; `hash` = SHA-256 over `prev_hash` and the canonical rest, so that a changed, removed or reordered line shows.
 */
export interface LedgerEvent {
  readonly seq: number;
  /** ISO 8601 with zone, UTC. */
  readonly at: string;
  /** `noun.verb`, e.g. `incident.opened`; the kinds and their data are in event-data.ts. */
  readonly kind: string;
  readonly actor: Actor;
  readonly incident_id: string | null;
  readonly data: EventData;
  readonly prev_hash: string;
  readonly hash: string;
}

/** Agents, the person at the command line, or the process that keeps `atlas` alive. */
export type Actor = AgentName | 'operator' | 'keeper' | 'sandbox';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type EventData = { readonly [key: string]: JsonValue };

export interface NewEvent {
  readonly kind: string;
  readonly actor: Actor;
  readonly incident_id?: string | null;
  readonly data: EventData;
}

/** A field of an event's data as text; empty when it is absent or no text. */
export function textIn(data: EventData, key: string): string {
  const value = data[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

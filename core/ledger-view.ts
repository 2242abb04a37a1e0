import type { EffectRow } from './effect.ts';
import type { LedgerEvent, NewEvent } from './event.ts';
import type { Incident } from './incident.ts';
import type { LeaseRow } from './lease.ts';
import type { ScenarioRun } from './scenario-run.ts';
import type { SlotRow } from './slot.ts';
import type { Suspicion } from './suspicion.ts';

/** The rows that are folded from the events, by kind. Every row can be made again from the events alone. */
export interface LedgerRows {
  readonly incident: Incident;
  readonly effect: EffectRow;
  readonly lease: LeaseRow;
  readonly slot: SlotRow;
  readonly suspicion: Suspicion;
  readonly scenario_run: ScenarioRun;
}
export type RowKind = keyof LedgerRows;

/** What the fold changes for one event: the new row, or its removal. `status` is indexed. */
export type RowChange = {
  readonly [K in RowKind]: { readonly kind: K; readonly key: string; readonly status: string; readonly row: LedgerRows[K] | null };
}[RowKind];

export interface RowReader {
  get<K extends RowKind>(kind: K, key: string): LedgerRows[K] | null;
}

/** A consistent picture of the ledger, read inside one transaction. Everything here is synchronous. */
export interface LedgerView extends RowReader {
  /** Rows of one kind, optionally only of some statuses, oldest first. */
  list<K extends RowKind>(kind: K, statuses?: readonly string[]): readonly LedgerRows[K][];
  /** Events matching all the given conditions, oldest first. */
  events(query: EventQuery): readonly LedgerEvent[];
  /** How many effects of `tool` were attempted since `since` (ISO): what rate limits are counted from. */
  attemptsSince(tool: string, since: string): number;
  /** Seq and hash of the newest event; `{seq: 0, hash: '0'.repeat(64)}` when there is none. */
  head(): { readonly seq: number; readonly hash: string };
}

export interface EventQuery {
  readonly after_seq?: number;
  readonly kinds?: readonly string[];
  readonly incident_id?: string;
  /** Only `effect.attempted` events of this tool (indexed together with `since`). */
  readonly attempted_tool?: string;
  readonly since?: string;
  readonly limit?: number;
  /** Newest first instead. */
  readonly newest_first?: boolean;
}

export interface Decision<T> {
  readonly events: readonly NewEvent[];
  readonly result: T;
}

import type { EffectRow } from '../core/effect.ts';
import type { AtlasError } from '../core/error.ts';
import { newEvent } from '../core/event-data.ts';
import type { JsonValue, NewEvent } from '../core/event.ts';
import type { EffectSpec } from '../core/gate-port.ts';
import type { LedgerView } from '../core/ledger-view.ts';
import type { GateOptions } from './gate-options.ts';

/** The ledger's side of one effect. Every write looks first whether the row is still as it was seen, in the same transaction. */
export interface Outbox {
  read(): Promise<EffectRow | null>;
  intend(): Promise<void>;
  /** false when the row changed meanwhile. `mayGo` is asked inside the transaction; what it says instead of null is given back. */
  attempt<R>(seen: EffectRow, attempt: number, mayGo: (view: LedgerView) => R | null): Promise<'attempted' | 'changed' | { readonly refusal: R }>;
  /** Was it this call that recorded it? */
  done(result: JsonValue, further: readonly NewEvent[]): Promise<boolean>;
  // These three only if it is still as it was seen: a slow process may have been taken for dead, and another one be at it.
  refused(seen: EffectRow, error: AtlasError): Promise<void>;
  postponed(seen: EffectRow, error: AtlasError, not_before: string): Promise<void>;
  ambiguous(seen: EffectRow, error: { readonly error_code: string; readonly message: string }, not_before: string): Promise<void>;
  dryRun(text: string): Promise<void>;
}

export function createOutbox<T extends JsonValue>({ ledger, agent, holder }: GateOptions, spec: EffectSpec<T>): Outbox {
  const { key, tool, incident_id, input } = spec;

  async function ifStill(seen: EffectRow, event: NewEvent): Promise<void> {
    await ledger.transact((view) => ({ events: isSame(view.get('effect', key), seen) ? [event] : [], result: null }));
  }

  return {
    read: () => ledger.get('effect', key),
    async intend() {
      await ledger.transact((view) => {
        const row = view.get('effect', key);
        const wanted = row === null || row.status === 'dry_run';
        return { events: wanted ? [newEvent('effect.intended', agent, incident_id, { key, tool, input })] : [], result: null };
      });
    },
    async attempt<R>(seen: EffectRow, attempt: number, mayGo: (view: LedgerView) => R | null) {
      const { result } = await ledger.transact<'attempted' | 'changed' | { readonly refusal: R }>((view) => {
        const row = view.get('effect', key);
        if (!isSame(row, seen)) return { events: [], result: 'changed' };
        const refusal = mayGo(view);
        if (refusal !== null) return { events: [], result: { refusal } };
        return { events: [newEvent('effect.attempted', agent, incident_id, { key, tool, attempt, holder })], result: 'attempted' };
      });
      return result;
    },
    async done(result, further) {
      const outcome = await ledger.transact((view) => {
        // Once, whoever finds out: what follows from it must not be recorded twice.
        const finished = view.get('effect', key)?.status === 'done';
        return { events: finished ? [] : [newEvent('effect.done', agent, incident_id, { key, tool, result }), ...further], result: !finished };
      });
      return outcome.result;
    },
    refused: (seen, error) => ifStill(seen, newEvent('effect.refused', agent, incident_id, { key, tool, error: shape(error) })),
    postponed: (seen, error, not_before) => ifStill(seen, newEvent('effect.postponed', agent, incident_id, { key, tool, error: shape(error), not_before })),
    ambiguous: (seen, error, not_before) => ifStill(seen, newEvent('effect.ambiguous', agent, incident_id, { key, tool, error: shape(error), not_before })),
    async dryRun(text) {
      await ledger.transact((view) => {
        const fresh = view.get('effect', key) === null;
        return { events: fresh ? [newEvent('effect.dry_run', agent, incident_id, { key, tool, input, text })] : [], result: null };
      });
    },
  };
}

function isSame(row: EffectRow | null, seen: EffectRow): boolean {
  return row !== null && row.status === seen.status && row.attempts === seen.attempts && row.holder?.instance === seen.holder?.instance;
}

function shape({ error_code, message }: { readonly error_code: string; readonly message: string }): { readonly error_code: string; readonly message: string } {
  return { error_code, message };
}

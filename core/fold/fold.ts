import type { LedgerEvent } from '../event.ts';
import type { RowChange, RowReader } from '../ledger-view.ts';
import { foldEffect } from './fold-effect.ts';
import { foldIncident } from './fold-incident.ts';
import { foldLease } from './fold-lease.ts';
import { foldScenarioRun } from './fold-scenario-run.ts';
import { foldSlot } from './fold-slot.ts';
import { foldSuspicion } from './fold-suspicion.ts';

type Fold = (event: LedgerEvent, read: RowReader) => readonly RowChange[];

const FOLDS: readonly Fold[] = [foldEffect, foldLease, foldSlot, foldSuspicion, foldIncident, foldScenarioRun];

/**
 * What one event changes in the rows. Pure: the same events always give the same rows, so the rows can be
 * thrown away and made again, and `ledger verify` does just that. Unknown kinds change nothing.
 */
export function fold(event: LedgerEvent, read: RowReader): readonly RowChange[] {
  return FOLDS.flatMap((one) => one(event, read));
}

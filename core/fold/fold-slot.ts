import { dataOf } from '../event-data.ts';
import type { LedgerEvent } from '../event.ts';
import type { RowChange, RowReader } from '../ledger-view.ts';

/** Runs of schedules: claimed once by key, whoever offered them. */
export function foldSlot(event: LedgerEvent, read: RowReader): readonly RowChange[] {
  const claimed = dataOf(event, 'slot.claimed');
  if (claimed !== null) {
    const attempts = (read.get('slot', claimed.key)?.attempts ?? 0) + 1;
    const row = { key: claimed.key, claimed_by: claimed.holder, claimed_at: event.at, finished_at: null, attempts };
    return [{ kind: 'slot', key: claimed.key, status: 'claimed', row }];
  }
  const finished = dataOf(event, 'slot.finished');
  if (finished === null) return [];
  const before = read.get('slot', finished.key);
  if (before === null) return [];
  return [{ kind: 'slot', key: finished.key, status: 'finished', row: { ...before, finished_at: event.at } }];
}

import { dataOf } from '../event-data.ts';
import type { LedgerEvent } from '../event.ts';
import type { RowChange, RowReader } from '../ledger-view.ts';

/** Leases: the fence is the `seq` of the granting event, so it can only rise. */
export function foldLease(event: LedgerEvent, read: RowReader): readonly RowChange[] {
  const granted = dataOf(event, 'lease.granted');
  if (granted !== null) {
    const row = { ...granted, fence: event.seq, granted_at: event.at, released_at: null };
    return [{ kind: 'lease', key: granted.name, status: 'active', row }];
  }
  const renewed = dataOf(event, 'lease.renewed');
  if (renewed !== null) {
    const before = read.get('lease', renewed.name);
    if (before === null) return [];
    return [{ kind: 'lease', key: renewed.name, status: 'active', row: { ...before, expires_at: renewed.expires_at } }];
  }
  const released = dataOf(event, 'lease.released');
  if (released !== null) {
    const before = read.get('lease', released.name);
    if (before === null) return [];
    return [{ kind: 'lease', key: released.name, status: 'released', row: { ...before, released_at: event.at } }];
  }
  return [];
}

import type { LeaseRow } from '../../core/lease.ts';
import type { LedgerView } from '../../core/ledger-view.ts';
import type { IsAlive } from './holder.ts';

/** `over`: past its end and nobody lives who could still be acting under it. */
export type LeaseState = 'held' | 'over' | 'expired_but_alive';

/**
 * Is it past its end? The process that was granted the lease knows when by a clock that never jumps; the others go by the wall clock,
 * and a jump of that can at worst make them see `expired_but_alive`, which still locks.
 */
export type IsExpired = (lease: LeaseRow) => boolean;

export function judgeLease(lease: LeaseRow, isExpired: IsExpired, isAlive: IsAlive): LeaseState {
  if (!isExpired(lease)) return 'held';
  return isAlive(lease.holder) ? 'expired_but_alive' : 'over';
}

export function activeLease(view: LedgerView, name: string): LeaseRow | null {
  const lease = view.get('lease', name);
  return lease === null || lease.released_at !== null ? null : lease;
}

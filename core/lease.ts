import type { Holder } from './agent.ts';

/** What a lock can forbid. */
export const BLOCKABLE = ['auto_restart', 'auto_scale'] as const;
export type Blockable = (typeof BLOCKABLE)[number];

/** A lock with an end and a number: folded from `lease.granted`, `lease.renewed`, `lease.released`. */
export interface LeaseRow {
  readonly name: string;
  readonly holder: Holder;
  readonly locked_by: string;
  readonly reason: string;
  /** The `seq` of the event that granted it: strictly rising, so that whoever acts can refuse an older one. */
  readonly fence: number;
  readonly granted_at: string;
  readonly expires_at: string;
  readonly blocks: readonly Blockable[];
  readonly released_at: string | null;
}

/** A lock as the folder `state/locks` shows it, however it came there. */
export interface LockView {
  readonly name: string;
  readonly locked_by: string;
  readonly reason: string;
  readonly until: string | null;
  readonly blocks: readonly Blockable[];
  readonly origin: 'lease' | 'hand';
  /** `unreadable` and `future` lock too, and want an alarm. */
  readonly state: 'held' | 'unreadable' | 'future' | 'expired_but_alive';
}

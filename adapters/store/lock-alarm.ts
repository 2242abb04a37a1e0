import { storyEvent } from '../../core/event-data.ts';
import type { Actor } from '../../core/event.ts';
import type { Ledger } from '../../core/ports.ts';

export interface LockTrouble {
  readonly name: string;
  readonly state: 'unreadable' | 'future' | 'expired_but_alive';
  readonly reason: string;
  /** What makes it the same trouble as before: the file's version, or the lease's fence. */
  readonly version: string;
}

const LOOK_BACK = 200;

/** Records `lock.alarm` once for each state of a lock that wants a person's eye, however many processes look at it and how often. */
export function createLockAlarm(ledger: Ledger, actor: Actor): (trouble: LockTrouble) => Promise<void> {
  const said = new Set<string>();
  return async (trouble) => {
    const id = `${trouble.name} ${trouble.state} ${trouble.version}`;
    if (said.has(id)) return;
    said.add(id);
    await ledger.transact((view) => {
      const known = view
        .events({ kinds: ['lock.alarm'], newest_first: true, limit: LOOK_BACK })
        .some(({ data }) => data['name'] === trouble.name && data['state'] === trouble.state && data['version'] === trouble.version);
      return { events: known ? [] : [storyEvent('lock.alarm', actor, null, { ...trouble })], result: null };
    });
  };
}

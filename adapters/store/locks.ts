import type { Holder } from '../../core/agent.ts';
import { AtlasError } from '../../core/error.ts';
import { newEvent } from '../../core/event-data.ts';
import type { Actor, NewEvent } from '../../core/event.ts';
import { BLOCKABLE, type LeaseRow, type LockView } from '../../core/lease.ts';
import type { Clock, Ledger, Locks } from '../../core/ports.ts';
import { removeFileDurably } from './durable-file.ts';
import type { IsAlive } from './holder.ts';
import { activeLease, judgeLease, type IsExpired } from './judge-lease.ts';
import { createLockAlarm } from './lock-alarm.ts';
import { lockPath, readLockFile, readLockFolder, type FoundLock } from './lock-folder.ts';
import { createLockMirrors } from './lock-mirrors.ts';

export interface LockOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** e.g. `state/locks`. */
  readonly folder: string;
  readonly holder: Holder;
  readonly actor: Actor;
  readonly isAlive: IsAlive;
  /** Called right after a lease is in the ledger, before its mirror is: where crash tests die. */
  readonly failpoint?: (name: 'lease.after_granted') => void;
}

export interface LockStore extends Locks {
  /** For a person: ends the lease of that name whoever holds it, and removes a file of that name whoever put it there. */
  releaseAny(name: string, actor: Actor): Promise<{ readonly lease: LeaseRow | null; readonly removed_file: string | null }>;
  /** Makes the folder show the ledger again (at start, and now and then). Gives the names that it mended. */
  reconcileMirrors(): Promise<readonly string[]>;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** Leases in the ledger, their mirrors in the folder, and the files that people drop there. */
export function createLocks(options: LockOptions): LockStore {
  const { ledger, clock, folder, holder, actor, isAlive } = options;
  const mirrors = createLockMirrors({ folder, ledger, clock });
  const alarm = createLockAlarm(ledger, actor);
  // By fence: when the leases that this very process was granted end, on the clock that never jumps.
  const ends_ms = new Map<number, number>();

  const isExpired: IsExpired = (lease) => {
    const end_ms = ends_ms.get(lease.fence);
    return end_ms === undefined ? clock.now() >= Date.parse(lease.expires_at) : clock.monotonic_ms() >= end_ms;
  };

  function extend(lease: LeaseRow, ttl_ms: number): LeaseRow {
    ends_ms.set(lease.fence, clock.monotonic_ms() + ttl_ms);
    return lease;
  }

  /** Ends leases that are over, says so, and gives those that count. */
  async function liveLeases(): Promise<readonly LockView[]> {
    const views: LockView[] = [];
    for (const lease of await ledger.list('lease', ['active'])) {
      const state = judgeLease(lease, isExpired, isAlive);
      if (state === 'over') {
        await end(lease, 'expired', actor);
        continue;
      }
      if (state === 'expired_but_alive') {
        await alarm({ name: lease.name, state, version: `fence ${lease.fence}`, reason: 'past its end, but its holder still lives' });
      }
      const { name, locked_by, reason, expires_at: until, blocks } = lease;
      views.push({ name, locked_by, reason, until, blocks, origin: 'lease', state });
    }
    return views;
  }

  /** false when it had ended already. */
  async function end(lease: LeaseRow, reason: string, by: Actor): Promise<boolean> {
    const { result } = await ledger.transact((view) => {
      const now = activeLease(view, lease.name);
      // An extension in the meantime, or another lease of that name, must not be ended on what was seen before it.
      const same = now !== null && now.fence === lease.fence && (reason !== 'expired' || now.expires_at === lease.expires_at);
      return { events: same ? [newEvent('lease.released', by, null, { name: lease.name, reason })] : [], result: same };
    });
    if (result) await mirrors.hide(lease.name, lease.fence);
    return result;
  }

  /** What a file of the folder locks, or null when it only shows a lease. */
  async function handLock(found: FoundLock): Promise<LockView | null> {
    const { name, content, version } = found;
    if (content.kind === 'unreadable') {
      await alarm({ name, state: 'unreadable', reason: content.why, version });
      return { name, locked_by: 'unknown', reason: `the lock file counts although ${content.why}`, until: null, blocks: BLOCKABLE, origin: 'hand', state: 'unreadable' };
    }
    if (content.kind === 'hand') {
      if (content.state === 'future') await alarm({ name, state: 'future', reason: 'locked_at lies in the future', version });
      const { locked_by, reason, until, blocks, state } = content;
      return { name, locked_by, reason, until, blocks, origin: 'hand', state };
    }
    const lease = await ledger.get('lease', name);
    // A mirror of a lease that the ledger never granted (a copy, a restored folder): nobody will ever release it, a person put it there.
    if (lease !== null && content.fence <= lease.fence) return null;
    return { name, locked_by: 'unknown', reason: 'a mirror of a lease that is not in the ledger', until: content.until, blocks: BLOCKABLE, origin: 'hand', state: 'held' };
  }

  async function active(): Promise<readonly LockView[]> {
    // Files first: a mirror that is seen then belongs to a lease that the ledger must already know.
    const found = await readLockFolder(folder, clock.now());
    const byHand: LockView[] = [];
    for (const one of found) {
      const lock = await handLock(one);
      if (lock !== null) byHand.push(lock);
    }
    return [...(await liveLeases()), ...byHand];
  }

  return {
    async acquire({ name, reason, ttl_ms, blocks }) {
      if (!NAME.test(name)) throw new AtlasError('VALIDATION_ERROR', `"${name}" cannot be the name of a lock: letters, digits, ".", "_", "-" only`);
      const found = await readLockFile(lockPath(folder, name), name, clock.now());
      if (found !== null && (await handLock(found)) !== null) return null;
      const { result } = await ledger.transact<'taken' | 'granted' | 'renewed'>((view) => {
        const lease = activeLease(view, name);
        const expires_at = new Date(clock.now() + ttl_ms).toISOString();
        if (lease?.holder.instance === holder.instance) return { events: [newEvent('lease.renewed', actor, null, { name, expires_at })], result: 'renewed' };
        const ending = lease === null ? [] : takeOver(lease);
        if (ending === null) return { events: [], result: 'taken' };
        const granted = newEvent('lease.granted', actor, null, { name, holder, locked_by: actor, reason, expires_at, blocks });
        return { events: [...ending, granted], result: 'granted' };
      });
      if (result === 'taken') return null;
      if (result === 'granted') options.failpoint?.('lease.after_granted');
      return shown(name, ttl_ms);
    },
    async renew(name, ttl_ms) {
      const { result } = await ledger.transact((view) => {
        if (activeLease(view, name)?.holder.instance !== holder.instance) return { events: [], result: false };
        const expires_at = new Date(clock.now() + ttl_ms).toISOString();
        return { events: [newEvent('lease.renewed', actor, null, { name, expires_at })], result: true };
      });
      return result ? shown(name, ttl_ms) : null;
    },
    async release(name) {
      const lease = await ledger.get('lease', name);
      if (lease === null || lease.released_at !== null || lease.holder.instance !== holder.instance) return false;
      ends_ms.delete(lease.fence);
      return end(lease, 'released', actor);
    },
    active,
    async blocking(what) {
      return (await active()).find((lock) => lock.blocks.includes(what)) ?? null;
    },
    async releaseAny(name, by) {
      const lease = await ledger.get('lease', name);
      const ended = lease !== null && lease.released_at === null && (await end(lease, 'unlocked', by));
      const path = lockPath(folder, name);
      const file = NAME.test(name) && (await removeFileDurably(path)) ? path : null;
      return { lease: ended ? lease : null, removed_file: file };
    },
    reconcileMirrors: mirrors.reconcile,
  };

  async function shown(name: string, ttl_ms: number): Promise<LeaseRow | null> {
    const lease = await ledger.get('lease', name);
    if (lease === null || lease.released_at !== null || lease.holder.instance !== holder.instance) return null;
    await mirrors.show(name, lease);
    return extend(lease, ttl_ms);
  }

  /** What ends the lease in our way: nothing may (null) while it holds, but the successor of a dead process inherits what that one held. */
  function takeOver(lease: LeaseRow): readonly NewEvent[] | null {
    const over = judgeLease(lease, isExpired, isAlive) === 'over';
    // A person's lease outlives the command that took it: only its end, or a person, ends it.
    const inherited = lease.holder.agent === holder.agent && holder.agent !== 'operator' && !isAlive(lease.holder);
    if (!over && !inherited) return null;
    return [newEvent('lease.released', actor, null, { name: lease.name, reason: over ? 'expired' : 'holder_dead' })];
  }
}

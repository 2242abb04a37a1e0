import { mkdir } from 'node:fs/promises';
import type { LeaseRow } from '../../core/lease.ts';
import type { Clock, Ledger } from '../../core/ports.ts';
import { createFileDurably, removeFileDurably, replaceFileDurably } from './durable-file.ts';
import { renderMirror } from './lock-file.ts';
import { lockPath, readLockFile, readLockFolder } from './lock-folder.ts';

/** Keeps `state/locks` showing what the ledger's leases are, without ever touching a file that a person put there. */
export interface LockMirrors {
  show(name: string, lease: LeaseRow): Promise<void>;
  /** Removes the mirror of that lease; anything else of that name stays. */
  hide(name: string, fence: number): Promise<void>;
  /** Writes again what was removed or changed, removes what shows a lease that is over. Gives the names that it mended. */
  reconcile(): Promise<readonly string[]>;
}

export function createLockMirrors(options: { readonly folder: string; readonly ledger: Ledger; readonly clock: Clock }): LockMirrors {
  const { folder, ledger, clock } = options;

  async function show(name: string, lease: LeaseRow): Promise<void> {
    await mkdir(folder, { recursive: true });
    const path = lockPath(folder, name);
    const text = renderMirror(name, lease);
    if (await createFileDurably(path, text)) return;
    const there = await readLockFile(path, name, clock.now());
    if (there === null) await createFileDurably(path, text);
    else if (there.content.kind === 'mirror') await replaceFileDurably(path, text);
  }

  async function hide(name: string, fence: number): Promise<void> {
    const path = lockPath(folder, name);
    const there = await readLockFile(path, name, clock.now());
    if (there?.content.kind === 'mirror' && there.content.fence <= fence) await removeFileDurably(path);
  }

  return {
    show,
    hide,
    async reconcile() {
      // There from the first start on, so that a person who is in a hurry finds where to drop a file.
      await mkdir(folder, { recursive: true });
      // Files first: a lease that ends between the two looks is then seen as ended, and one that begins is shown by its holder.
      const found = await readLockFolder(folder, clock.now());
      const leases = await ledger.list('lease');
      const mended: string[] = [];
      for (const lock of found) {
        const lease = leases.find((one) => one.name === lock.name);
        if (lock.content.kind !== 'mirror' || lease === undefined) continue;
        const stale = lock.content.fence < lease.fence || (lock.content.fence === lease.fence && lease.released_at !== null);
        if (!stale) continue;
        await hide(lock.name, lock.content.fence);
        mended.push(lock.name);
      }
      for (const lease of leases) {
        if (lease.released_at !== null || (await isShown(lease))) continue;
        await show(lease.name, lease);
        mended.push(lease.name);
        // It may have been released while its mirror was being written.
        const now = await ledger.get('lease', lease.name);
        if (now === null || now.released_at !== null) await hide(lease.name, lease.fence);
      }
      return mended;
    },
  };

  /** Also when a person's file, or one that cannot be read, stands in its place: that one locks by itself. */
  async function isShown(lease: LeaseRow): Promise<boolean> {
    const there = await readLockFile(lockPath(folder, lease.name), lease.name, clock.now());
    if (there === null) return false;
    return there.content.kind !== 'mirror' || (there.content.fence === lease.fence && there.content.until === lease.expires_at);
  }
}

import { randomBytes } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Replaces a whole file (mode 644) so that a crash or power loss at any instant leaves the old or the new one, never a mixture. */
export async function replaceFileDurably(path: string, text: string): Promise<void> {
  await throughTemporary(path, text, (temporary) => rename(temporary, path));
}

/** As replaceFileDurably, but false, with nothing changed, when something is there already. */
export async function createFileDurably(path: string, text: string): Promise<boolean> {
  let created = true;
  await throughTemporary(path, text, async (temporary) => {
    try {
      // Unlike rename, link never replaces what a person may just have put there.
      await link(temporary, path);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
      created = false;
    }
    await rm(temporary, { force: true });
  });
  return created;
}

/** Removes a file and makes the removal durable. false when there was none. */
export async function removeFileDurably(path: string): Promise<boolean> {
  try {
    await rm(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
  await syncFolder(dirname(path));
  return true;
}

/** Makes creations, renames and removals in a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

async function throughTemporary(path: string, text: string, put: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o644);
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await put(temporary);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

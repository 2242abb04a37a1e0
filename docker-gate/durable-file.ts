import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/*
 * Synchronous on purpose: what the gate decides about a restart (fence, locks, audit) may not be interleaved with another decision,
 * and a few milliseconds of a program that does nothing else cost nobody anything.
 */

/** Replaces a whole file so that a crash at any instant leaves the old or the new one. Throws when that cannot be promised. */
export function replaceFileDurably(path: string, text: string): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = openSync(temporary, 'wx', 0o600);
    try {
      writeFully(handle, Buffer.from(text, 'utf8'));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}

/** A full disk shows first as a short write without an error, so one write call is not enough. */
export function writeFully(handle: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(handle, bytes, written);
}

/** Makes creations, renames and removals in a folder durable. */
export function syncFolder(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

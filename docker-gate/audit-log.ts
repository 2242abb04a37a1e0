import { closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { FIRST_HASH, readLine, writeLine } from './audit-line.ts';
import type { AuditRecord, ChainEnd } from './audit-line.ts';
import { syncFolder, writeFully } from './durable-file.ts';

/** Append-only, hash-chained; a line is on the disk when `append` returns. */
export interface AuditLog {
  /** Throws when the line could not be made durable: then nothing may happen that it would have told of. */
  append(record: AuditRecord): void;
  close(): void;
}

export interface AuditOptions {
  readonly folder: string;
  readonly now: () => number;
  /** A file that has grown beyond this is set aside; `kept_files` of those stay. */
  readonly largest_file_bytes?: number;
  readonly kept_files?: number;
}

const TAIL_BYTES = 65_536;

/** Opens `folder/audit.jsonl` (older ones: `audit.1.jsonl`, the newest first) and goes on with its chain; a torn last line is cut off and told of. */
export function openAudit(options: AuditOptions): AuditLog {
  const largest_file_bytes = options.largest_file_bytes ?? 16_000_000;
  const kept_files = options.kept_files ?? 4;
  const path = join(options.folder, 'audit.jsonl');
  let handle: number | null = null;
  let size_bytes = 0;
  let distrusted = false;
  let end: ChainEnd = { seq: 0, hash: FIRST_HASH };

  function setAside(): void {
    if (handle !== null) closeSync(handle);
    handle = null;
    for (let index = kept_files; index > 1; index -= 1) {
      const younger = join(options.folder, `audit.${String(index - 1)}.jsonl`);
      if (existsSync(younger)) renameSync(younger, join(options.folder, `audit.${String(index)}.jsonl`));
    }
    if (existsSync(path)) renameSync(path, join(options.folder, 'audit.1.jsonl'));
  }

  function open(): number {
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    let recovered: AuditRecord | null = null;
    const opened = openSync(path, 'a+', 0o600);
    handle = opened;
    const tail = readTail(opened);
    if (tail.torn_bytes > 0) {
      ftruncateSync(opened, tail.size_bytes - tail.torn_bytes);
      fsyncSync(opened);
      recovered = { decision: 'recovered', reason: 'torn_tail', bytes: tail.torn_bytes };
    }
    if (tail.end === 'empty') end = endOfOlder(join(options.folder, 'audit.1.jsonl')) ?? end;
    else if (tail.end !== 'broken') end = tail.end;
    size_bytes = tail.size_bytes - tail.torn_bytes;
    if (tail.end === 'broken') {
      // A whole last line whose hash is wrong was changed by somebody: it is kept aside, and a new chain says so.
      setAside();
      end = { seq: 0, hash: FIRST_HASH };
      handle = openSync(path, 'a+', 0o600);
      size_bytes = 0;
      recovered = { decision: 'recovered', reason: 'chain_broken' };
    }
    syncFolder(options.folder);
    if (recovered !== null) put(handle, recovered);
    return handle;
  }

  function put(to: number, record: AuditRecord): void {
    const next = writeLine(end, new Date(options.now()).toISOString(), record);
    const bytes = Buffer.from(`${next.line}\n`, 'latin1');
    writeFully(to, bytes);
    fsyncSync(to);
    end = next.end;
    size_bytes += bytes.length;
  }

  function append(record: AuditRecord): void {
    const before_bytes = size_bytes;
    try {
      if (distrusted) {
        open();
        // After a failed sync the kernel may call unwritten pages clean, so nothing more is added to that file.
        if (size_bytes > 0) setAside();
        distrusted = false;
      } else if (size_bytes > largest_file_bytes) setAside();
      put(handle ?? open(), record);
    } catch (error) {
      abandon(before_bytes);
      throw error;
    }
  }

  /** The line was not acknowledged: take it off again where that is possible, and never sync this handle again. */
  function abandon(good_bytes: number): void {
    distrusted = true;
    if (handle === null) return;
    const broken = handle;
    handle = null;
    try {
      ftruncateSync(broken, good_bytes);
    } catch {
      // Then the next opening cuts a torn line off, or goes on behind a whole one.
    }
    closeSync(broken);
  }

  function close(): void {
    if (handle !== null) closeSync(handle);
    handle = null;
  }

  open();
  return { append, close };
}

interface Tail {
  readonly size_bytes: number;
  readonly torn_bytes: number;
  readonly end: ChainEnd | 'empty' | 'broken';
}

/** Looks only at the end: a line is far shorter than what is read. */
function readTail(handle: number): Tail {
  const size_bytes = fstatSync(handle).size;
  const buffer = Buffer.alloc(Math.min(size_bytes, TAIL_BYTES));
  const read = readSync(handle, buffer, 0, buffer.length, size_bytes - buffer.length);
  const text = buffer.toString('latin1', 0, read);
  const last = text.lastIndexOf('\n');
  const torn_bytes = text.length - (last + 1);
  if (last === -1) return { size_bytes, torn_bytes, end: size_bytes > text.length ? 'broken' : 'empty' };
  const line = text.slice(text.lastIndexOf('\n', last - 1) + 1, last);
  return { size_bytes, torn_bytes, end: readLine(line)?.end ?? 'broken' };
}

function endOfOlder(path: string): ChainEnd | null {
  if (!existsSync(path)) return null;
  const handle = openSync(path, 'r');
  try {
    const { end } = readTail(handle);
    return typeof end === 'string' ? null : end;
  } finally {
    closeSync(handle);
  }
}

import JSON5 from 'json5';
import { BLOCKABLE, type Blockable, type LeaseRow } from '../../core/lease.ts';
import { isJsonObject } from './canonical.ts';

/** A lock must not weigh more: what does is not a lock that a person or Atlas wrote. */
export const LARGEST_LOCK_BYTES = 65_536;

/** Clocks of two machines may differ by so much before a lock looks as if it came from the future. */
export const CLOCK_SKEW_MS = 60_000;

/** What the text of one lock file says. `mirror`: it shows the lease with that fence; whether that lease still counts, the ledger knows. */
export type LockFileContent =
  | { readonly kind: 'mirror'; readonly fence: number; readonly until: string | null }
  | {
      readonly kind: 'hand';
      readonly locked_by: string;
      readonly reason: string;
      readonly until: string | null;
      readonly blocks: readonly Blockable[];
      readonly state: 'held' | 'future';
    }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Judges a lock file's text. Pure. Whatever cannot be understood is `unreadable`, which locks everything. */
export function parseLockFile(text: string, now_ms: number): LockFileContent {
  let parsed: unknown;
  try {
    parsed = JSON5.parse(text);
  } catch {
    return { kind: 'unreadable', why: 'it is not JSON5' };
  }
  if (!isJsonObject(parsed)) return { kind: 'unreadable', why: 'it is not an object' };
  const { mirror, fence, locked_by, locked_at, reason, expected_release, blocks } = parsed;
  if (mirror === true && typeof fence === 'number' && Number.isSafeInteger(fence)) {
    return { kind: 'mirror', fence, until: typeof expected_release === 'string' ? expected_release : null };
  }
  const placed_ms = instant(locked_at);
  if (placed_ms === 'unreadable') return { kind: 'unreadable', why: 'locked_at is not a time with zone' };
  if (instant(expected_release) === 'unreadable') return { kind: 'unreadable', why: 'expected_release is not a time with zone' };
  const forbidden = blocked(blocks);
  if (forbidden === null) return { kind: 'unreadable', why: 'blocks is not a list of names' };
  const future = placed_ms !== null && placed_ms > now_ms + CLOCK_SKEW_MS;
  return {
    kind: 'hand',
    locked_by: typeof locked_by === 'string' ? locked_by : 'unknown',
    reason: typeof reason === 'string' ? reason : 'placed by hand',
    until: typeof expected_release === 'string' ? expected_release : null,
    // What is wrong about its time may be wrong about the rest.
    blocks: future ? BLOCKABLE : forbidden,
    state: future ? 'future' : 'held',
  };
}

/** The file that shows a lease to people and to docker-gate. */
export function renderMirror(name: string, lease: LeaseRow): string {
  const shown = {
    mirror: true,
    note: `Shows a lease of the ledger. Removing this file does not unlock: atlas unlock ${name} does.`,
    locked_by: lease.locked_by,
    locked_at: lease.granted_at,
    reason: lease.reason,
    expected_release: lease.expires_at,
    blocks: lease.blocks,
    fence: lease.fence,
    holder: lease.holder,
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}

/** Without a list, a lock forbids everything; names that Atlas does not know forbid nothing of Atlas. */
function blocked(value: unknown): readonly Blockable[] | null {
  if (value === undefined || value === null) return BLOCKABLE;
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) return null;
  return BLOCKABLE.filter((item) => value.includes(item));
}

/** Only ISO 8601 with a zone: anything else would mean another instant on another machine. */
function instant(value: unknown): number | null | 'unreadable' {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})$/.test(value)) return 'unreadable';
  const parsed = Date.parse(value);
  return Number.isNaN(parsed) ? 'unreadable' : parsed;
}

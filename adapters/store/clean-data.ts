import { AtlasError } from '../../core/error.ts';
import type { EventData, JsonValue } from '../../core/event.ts';
import { canonicalJson, isJsonObject } from './canonical.ts';

/** Replaces what must never be stored (known secret values) by a mark. */
export type Redact = (text: string) => string;

/** One event may carry so much: more would let a noisy upstream fill the ledger. */
export const MAX_DATA_BYTES = 65_536;

// Tried in this order until the data fits: long texts lose their ends, identifiers (always short) never do.
const STRING_LIMITS = [16_384, 4_096, 1_024, 256] as const;
const MAX_DEPTH = 32;

// A whole terminal sequence goes, not only its first character, or its parameters would stay behind as text.
const TERMINAL_SEQUENCE = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g;
// C0 but line feed and tab, DEL, C1, zero-width, bidirectional controls, line/paragraph separators, byte order mark.
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const SUSPECT = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/;

/** Text that can be shown in a terminal, a log or a ticket without acting there: only line feeds are left of the controls. */
export function cleanText(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return text.replaceAll(TERMINAL_SEQUENCE, '').replaceAll('\r\n', '\n').replaceAll('\t', ' ').replaceAll(INVISIBLE, '');
}

/** Event data as it will be stored: cleaned, redacted, at most MAX_DATA_BYTES; with its canonical text. */
export function cleanData(data: EventData, redact: Redact | null): { readonly data: EventData; readonly text: string } {
  const cleaned = cleanObject(data, redact, 0);
  const text = canonicalJson(cleaned);
  // UTF-16 units are at most three bytes each: the exact count is only needed near the limit.
  if (text.length * 3 <= MAX_DATA_BYTES || Buffer.byteLength(text) <= MAX_DATA_BYTES) return { data: cleaned, text };
  for (const limit of STRING_LIMITS) {
    const shorter = cutObject(cleaned, limit);
    const shorterText = canonicalJson(shorter);
    if (Buffer.byteLength(shorterText) <= MAX_DATA_BYTES) return { data: shorter, text: shorterText };
  }
  throw new AtlasError('VALIDATION_ERROR', `event data of ${Buffer.byteLength(text)} bytes is over the limit of ${MAX_DATA_BYTES}`);
}

/** In the canonical order of keys, too: rows copy parts of the data, and must come out the same when they are folded from the stored text. */
function cleanObject(value: EventData, redact: Redact | null, depth: number): EventData {
  const members: [string, JsonValue][] = [];
  for (const [key, member] of Object.entries<JsonValue | undefined>(value)) {
    // Assigned by name, it would change the object's prototype instead of becoming a member.
    if (member === undefined || key === '__proto__') continue;
    members.push([cleanString(key, redact), cleanValue(member, redact, depth + 1)]);
  }
  members.sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(members);
}

function cleanValue(value: JsonValue, redact: Redact | null, depth: number): JsonValue {
  if (typeof value === 'string') return cleanString(value, redact);
  // What JSON can't say becomes what JSON would say, so that folding now and folding the stored text agree.
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  if (typeof value === 'boolean' || value === null) return value;
  if (depth > MAX_DEPTH) return '[too deep]';
  if (isJsonObject(value)) return cleanObject(value, redact, depth);
  return value.map((item: JsonValue | undefined) => cleanValue(item ?? null, redact, depth + 1));
}

function cleanString(text: string, redact: Redact | null): string {
  const cleaned = cleanText(text).toWellFormed();
  return redact === null ? cleaned : redact(cleaned);
}

function cutObject(value: EventData, limit: number): EventData {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, cutValue(member, limit)]));
}

function cutValue(value: JsonValue, limit: number): JsonValue {
  if (typeof value === 'string') {
    return value.length <= limit ? value : `${value.slice(0, limit).toWellFormed()}… [cut ${value.length - limit} characters]`;
  }
  if (isJsonObject(value)) return cutObject(value, limit);
  return Array.isArray(value) ? value.map((item: JsonValue) => cutValue(item, limit)) : value;
}

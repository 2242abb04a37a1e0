import { createHash } from 'node:crypto';
import type { JsonValue } from './event.ts';

/** SHA-256 as hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A key that is the same for the same parts, in every process. Parts are told apart whatever they contain. */
export function effectKey(...parts: readonly string[]): string {
  return sha256(JSON.stringify(parts));
}

/** Digest of a JSON value that does not depend on the order of its keys. */
export function digestOf(value: JsonValue): string {
  return sha256(canonicalJson(value)).slice(0, 16);
}

/** JSON with sorted keys: one text for one value. */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value as Readonly<Record<string, JsonValue>>).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}

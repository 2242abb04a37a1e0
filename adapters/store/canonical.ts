import { createHash } from 'node:crypto';
import type { EventData, JsonValue } from '../../core/event.ts';

/** The `prev_hash` of the first event. */
export const GENESIS_HASH = '0'.repeat(64);

/** JSON with sorted keys and no spaces: the same value always gives the same text. */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (isJsonObject(value)) {
    const members = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** What an event's hash is made from, beside the hash before it. `data` is the canonical text as it is stored. */
export interface HashedEvent {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly actor: string;
  readonly incident_id: string | null;
  readonly data: string;
}

/** SHA-256, in hex, over `prev_hash` and the canonical JSON of the rest (keys in alphabetical order). */
export function eventHash(prev_hash: string, event: HashedEvent): string {
  const body =
    `{"actor":${JSON.stringify(event.actor)},"at":${JSON.stringify(event.at)},"data":${event.data},` +
    `"incident_id":${JSON.stringify(event.incident_id)},"kind":${JSON.stringify(event.kind)},"seq":${event.seq}}`;
  return createHash('sha256').update(prev_hash).update(body).digest('hex');
}

export function isJsonObject(value: unknown): value is EventData {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

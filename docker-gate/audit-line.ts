import { createHash } from 'node:crypto';

/** The hash before the first line. */
export const FIRST_HASH = '0'.repeat(64);

/** What a line says besides its place in the chain. Values are short; texts from outside are cut by `forAudit`. */
export interface AuditRecord {
  readonly decision: 'started' | 'stopped' | 'allowed' | 'refused' | 'outcome' | 'reads' | 'recovered';
  readonly [key: string]: string | number | boolean | null | Readonly<Record<string, number>>;
}

export interface ChainEnd {
  readonly seq: number;
  readonly hash: string;
}

const TAIL = /^(\{.*),"hash":"([0-9a-f]{64})"\}$/;

/** One line without its line feed: `{"seq":…,"at":…,"prev":…,…,"hash":…}`, where hash = SHA-256(prev + the line without `,"hash":…`). ASCII only. */
export function writeLine(end: ChainEnd, at: string, record: AuditRecord): { readonly line: string; readonly end: ChainEnd } {
  const seq = end.seq + 1;
  const body = ascii(JSON.stringify({ seq, at, prev: end.hash, ...record }));
  const hash = hashOf(end.hash, body);
  return { line: `${body.slice(0, -1)},"hash":"${hash}"}`, end: { seq, hash } };
}

/** The place of a line in its chain when it is whole and its own hash fits; null otherwise. */
export function readLine(line: string): { readonly prev: string; readonly end: ChainEnd } | null {
  const parts = TAIL.exec(line);
  if (parts === null) return null;
  const body = `${parts[1] ?? ''}}`;
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null || !('seq' in parsed) || !('prev' in parsed)) return null;
    const { seq, prev } = parsed;
    if (typeof seq !== 'number' || typeof prev !== 'string' || hashOf(prev, body) !== parts[2]) return null;
    return { prev, end: { seq, hash: parts[2] } };
  } catch {
    return null;
  }
}

/** Text from outside, cut to `longest` characters. Escaping is done by `writeLine`. */
export function forAudit(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

function hashOf(prev: string, body: string): string {
  return createHash('sha256').update(prev).update(body).digest('hex');
}

/** JSON leaves C1 controls, direction marks and the like as they are; a terminal that shows the file must not obey them. */
function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

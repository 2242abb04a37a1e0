import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { FIRST_HASH, readLine } from './audit-line.ts';

/** `broken_at`: file and line number of the first line that does not fit, or null. A cut end or a full rewrite is not seen by a chain. */
export interface AuditVerdict {
  readonly lines: number;
  readonly broken_at: string | null;
  readonly last: { readonly seq: number; readonly hash: string } | null;
}

/** Walks the audit files of a gate from the oldest kept to the newest and checks every link between them. */
export async function verifyAudit(state_dir: string): Promise<AuditVerdict> {
  const folder = join(state_dir, 'docker-gate');
  let lines = 0;
  let last: AuditVerdict['last'] = null;
  for (const file of auditFiles(folder)) {
    let number = 0;
    for await (const line of createInterface({ input: createReadStream(join(folder, file), 'latin1'), crlfDelay: Infinity })) {
      number += 1;
      const read = readLine(line);
      const starts_anew = read !== null && read.prev === FIRST_HASH && read.end.seq === 1;
      const follows = last === null || (read !== null && read.prev === last.hash && read.end.seq === last.seq + 1);
      // A new chain may begin only at the top of a file: that is where a gate goes on after it found the old one broken.
      if (read === null || !(follows || (starts_anew && number === 1))) return { lines, broken_at: `${file}:${String(number)}`, last };
      last = read.end;
      lines += 1;
    }
  }
  return { lines, broken_at: null, last };
}

function auditFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const age = (file: string): number => Number(/^audit\.(\d+)\.jsonl$/.exec(file)?.[1] ?? 0);
  return readdirSync(folder)
    .filter((file) => /^audit(?:\.\d+)?\.jsonl$/.test(file))
    .sort((a, b) => age(b) - age(a));
}

import { renameSync, writeFileSync, readFileSync } from 'node:fs';
import { isObject } from './flag-document.ts';

/** Which release's flagd-ui is played: 3.0.0 replaces the file atomically, 2.2.0 writes over it and dies of invalid JSON. */
export type FlagdMode = '3.0.0' | '2.2.0';

/** The UI's own copy of the document, read at start only: an edit of the file behind its back is lost at the next write. */
export interface FlagStorage {
  /** The document without `$schema`. */
  read(): object;
  write(document: unknown): void;
}

export function createFlagStorage(path: string, mode: () => FlagdMode): FlagStorage {
  let document = load(path);
  let writes = 0;

  return {
    read: () => (isObject(document) ? Object.fromEntries(Object.entries(document).filter(([key]) => key !== '$schema')) : {}),
    write(wanted) {
      document = wanted;
      const text = JSON.stringify(wanted, null, 2);
      if (mode() === '3.0.0') {
        writes += 1;
        const temporary = `${path}.${process.pid}.${writes}.tmp`;
        writeFileSync(temporary, text);
        renameSync(temporary, path);
        return;
      }
      // Two writes with a turn of the loop between them: a reader in that moment sees half a document, as with 2.2.0's plain write.
      const half = Math.floor(text.length / 2);
      writeFileSync(path, text.slice(0, half));
      setTimeout(() => { writeFileSync(path, text); }, HALF_WRITTEN_MS);
    },
  };
}

const HALF_WRITTEN_MS = 20;

function load(path: string): unknown {
  const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return parsed;
}

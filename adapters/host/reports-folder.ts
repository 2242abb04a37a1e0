import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reports } from '../../core/ports.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,150}$/;

/** Reports as files of one folder. `replace` writes a file durably. */
export function reportsFolder(folder: string, replace: (path: string, text: string) => Promise<void>): Reports {
  return {
    async write(name, text) {
      if (!NAME.test(name)) throw new Error(`not a name for a report: ${name}`);
      await mkdir(folder, { recursive: true });
      await replace(join(folder, name), text);
    },
  };
}

import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createFileDurably } from '../adapters/store/durable-file.ts';
import { CommandError } from './deployment.ts';
import { EXIT } from './exit-codes.ts';

/** A lock file as a person would drop it there, complete before it is visible. */
export async function writeHandLock(stateDir: string, name: string, lock: Readonly<Record<string, unknown>>): Promise<string> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) throw new CommandError(`not a name for a lock: ${name}`, EXIT.usage);
  const file = join(stateDir, 'locks', `${name}.lock`);
  await mkdir(dirname(file), { recursive: true });
  if (!(await createFileDurably(file, `${JSON.stringify(lock, null, 2)}\n`))) throw new CommandError(`${name} is locked already`);
  return file;
}

import type { Readable } from 'node:stream';

/** The engine holds the other end of this pipe: the kernel closes it however the engine died, and then this process must not stay behind. */
export function dieWithParent(pipe: Readable): void {
  pipe.on('end', () => { process.exit(0); });
  pipe.on('error', () => { process.exit(0); });
  pipe.resume();
}

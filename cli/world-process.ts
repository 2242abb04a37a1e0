import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CommandError, PROJECT_ROOT } from './deployment.ts';
import { EXIT } from './exit-codes.ts';

/** A sandbox in its own process: it ends with us, however we end. */
export interface WorldProcess {
  readonly urls: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly pid: number;
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;

export async function startWorldProcess(options: {
  readonly stateDir: string;
  readonly seed: number;
  readonly users: number;
  readonly language: string;
}): Promise<WorldProcess> {
  mkdirSync(options.stateDir, { recursive: true });
  const args = ['--state', join(options.stateDir, 'world'), '--seed', String(options.seed), '--users', String(options.users), '--language', options.language, '--watch-stdin'];
  // A process group of its own: a Ctrl-C at the terminal is for us, and we end it in order.
  const child = spawn(process.execPath, [join(PROJECT_ROOT, 'sandbox', 'main.ts'), ...args], { cwd: PROJECT_ROOT, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  child.stderr.pipe(createWriteStream(join(options.stateDir, 'world.log'), { flags: 'a' }));
  child.stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => child.once('exit', () => { resolve(); }));
  const ready = await firstLine(child.stdout, ended);
  if (ready === null) {
    child.kill('SIGKILL');
    throw new CommandError(`the sandbox did not come up: see ${join(options.stateDir, 'world.log')}`, EXIT.failed);
  }
  const { urls, env } = JSON.parse(ready) as { readonly urls: Record<string, string>; readonly env: Record<string, string> };
  return {
    urls,
    env,
    pid: child.pid ?? -1,
    ended,
    async stop() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

async function firstLine(stream: NodeJS.ReadableStream, ended: Promise<void>): Promise<string | null> {
  const lines = createInterface({ input: stream });
  const line = new Promise<string>((resolve) => { lines.once('line', resolve); });
  const timer = Promise.withResolvers<null>();
  const timeout = setTimeout(() => { timer.resolve(null); }, READY_WITHIN_MS);
  try {
    return await Promise.race([line, ended.then(() => null), timer.promise]);
  } finally {
    clearTimeout(timeout);
  }
}

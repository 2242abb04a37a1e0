import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AtlasError } from '../../core/error.ts';

/** A private Redis of ours: on loopback, nothing on disk, dies with us. */
export interface RedisProcess {
  readonly url: string;
  readonly port: number;
  /** Of redis-server itself, e.g. to stop it for a while in a test. null once it has ended. */
  pid(): Promise<number | null>;
  stop(): Promise<void>;
}

// The shell holds our end of a pipe as its input: when we are gone, however that came, the pipe ends and Redis is stopped.
const GUARD = `
folder=$1; shift
exec 3<&0
"$@" </dev/null >/dev/null 2>&1 3<&- &
redis=$!
{ cat <&3 >/dev/null; kill "$redis" 2>/dev/null; } &
cat=$!
exec 3<&-
wait "$redis"
kill "$cat" 2>/dev/null
rmdir "$folder" 2>/dev/null
exit 0
`;
const START_TIMEOUT_MS = 10_000;
const STOP_TIMEOUT_MS = 5_000;
const PORT_TRIES = 5;

/** Starts `redis-server` and waits until it answers. Without `port` it finds a free one. */
export async function startRedis(options: { readonly binary?: string; readonly port?: number } = {}): Promise<RedisProcess> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const redis = await tryStart(options.binary ?? 'redis-server', port);
    if (redis !== null) return redis;
    // Between finding a port free and taking it somebody else may have been faster.
    if (options.port !== undefined || attempt >= PORT_TRIES) {
      throw new AtlasError('UPSTREAM_ERROR', `redis-server did not start on port ${port}`, { retryable: true });
    }
  }
}

async function tryStart(binary: string, port: number): Promise<RedisProcess | null> {
  const folder = await mkdtemp(join(tmpdir(), 'atlas-redis-'));
  const settings = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction', '--daemonize', 'no'];
  // A group of its own: Ctrl-C in the terminal is for us first, and we still need the queue while we end.
  const guard = spawn('/bin/sh', ['-c', GUARD, 'atlas-redis', folder, binary, ...settings], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  guard.unref();
  guard.stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => {
    guard.once('exit', () => resolve());
    guard.once('error', () => resolve());
  });

  async function stop(): Promise<void> {
    guard.stdin.end();
    const overdue = setTimeout(() => killGroup(guard), STOP_TIMEOUT_MS);
    guard.ref();
    await ended;
    clearTimeout(overdue);
    await rm(folder, { recursive: true, force: true });
  }

  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && guard.exitCode === null && guard.signalCode === null) {
    // By its folder, so that a stranger's Redis on that port is not mistaken for ours.
    if (await isOurs(folder, port)) {
      return { url: `redis://127.0.0.1:${port}`, port, pid: () => serverPid(port), stop };
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await stop();
  return null;
}

async function isOurs(folder: string, port: number): Promise<boolean> {
  return (await ask(port, 'CONFIG GET dir'))?.includes(folder) ?? false;
}

async function serverPid(port: number): Promise<number | null> {
  const pid = /process_id:(\d+)/.exec((await ask(port, 'INFO server')) ?? '')?.[1];
  return pid === undefined ? null : Number(pid);
}

function killGroup(guard: ChildProcess): void {
  if (guard.pid === undefined) return;
  try {
    process.kill(-guard.pid, 'SIGKILL');
  } catch {
    // It ended by itself just now.
  }
}

/** One inline command over a connection of its own; null when nobody answers. Enough to look, without a client library's reconnecting. */
export function ask(port: number, command: string, timeout_ms = 1_000): Promise<string | null> {
  return new Promise((resolve) => {
    let reply = '';
    const socket = connect(port, '127.0.0.1');
    const done = (value: string | null): void => {
      socket.destroy();
      resolve(value);
    };
    socket.setTimeout(timeout_ms, () => done(null));
    socket.on('error', () => done(null));
    socket.on('connect', () => socket.write(`${command}\r\nQUIT\r\n`));
    socket.on('data', (chunk) => (reply += chunk.toString('utf8')));
    socket.on('close', () => done(reply === '' ? null : reply));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

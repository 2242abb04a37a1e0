import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import type { ContainerSpec } from './container-spec.ts';
import type { LogRing } from './log-ring.ts';

export interface RunningProcess {
  readonly pid: number;
  /** Resolves with the exit code, 128 + signal number when a signal ended it. */
  readonly exited: Promise<number>;
  signal(name: 'SIGTERM' | 'SIGKILL'): void;
}

const SIGNAL_NUMBERS: Readonly<Record<string, number>> = { SIGINT: 2, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };
const PROBE_EVERY_MS = 25;

/** Starts the container's program; null when the system can't. Its stdin is a pipe that only the engine holds: the program ends when that closes. */
export function runProcess(spec: ContainerSpec, logs: LogRing): RunningProcess | null {
  const [program, ...args] = spec.command;
  const child: ChildProcess = spawn(program, args, { env: spec.env, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin?.on('error', () => undefined);
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8');
    child[stream]?.on('data', (chunk: string) => { logs.write(stream, chunk); });
  }
  const exited = new Promise<number>((resolve) => {
    child.once('exit', (code, signal) => { resolve(code ?? 128 + (SIGNAL_NUMBERS[signal ?? ''] ?? 0)); });
    child.once('error', () => { resolve(127); });
  });
  return child.pid === undefined ? null : { pid: child.pid, exited, signal: (name) => { child.kill(name); } };
}

/** Resolves true as soon as something listens on the port, false when `until` resolves or the time is up first. */
export async function waitForPort(port: number, until: Promise<unknown>, limit_ms: number): Promise<boolean> {
  const over = new AbortController();
  void until.then(() => { over.abort(); });
  const deadline_ms = performance.now() + limit_ms;
  while (!over.signal.aborted && performance.now() < deadline_ms) {
    if (await accepts(port)) return true;
    await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY_MS));
  }
  return false;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => { resolve(false); });
  });
}

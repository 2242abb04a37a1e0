import { randomBytes } from 'node:crypto';
import type { ContainerSpec, ContainerState, EngineEvent } from './container-spec.ts';
import { createHealthProbe, type HealthProbe } from './health-probe.ts';
import { createLogRing, type LogRing } from './log-ring.ts';
import { runProcess, waitForPort, type RunningProcess } from './run-process.ts';

/** One container: a process that is restarted when it ends by itself, under an id that outlives it. */
export interface Container {
  readonly id: string;
  readonly created_at_ms: number;
  readonly spec: ContainerSpec;
  readonly logs: LogRing;
  readonly health: HealthProbe;
  state(): ContainerState;
  /** False when it runs already. Resolves when the process listens. */
  start(): Promise<boolean>;
  /** False when it was stopped already. SIGTERM, then SIGKILL after `grace_s` seconds. */
  stop(grace_s: number): Promise<boolean>;
  /** Ends the process and starts a new one; resolves when that listens. Two calls run one after the other. */
  restart(grace_s: number): Promise<void>;
  setMemory(limit_bytes: number, swap_bytes: number): void;
  /** Kills the process as the kernel does when the container takes more memory than it may. */
  killForMemory(pid: number, rss_bytes: number): void;
  /** Kills it for good. */
  close(): Promise<void>;
}

const LISTEN_LIMIT_MS = 10_000;
const BACKOFF_FIRST_MS = 100;
const BACKOFF_LAST_MS = 60_000;
/** Docker forgets the backoff once a process has lived this long. */
const BACKOFF_RESET_MS = 10_000;
const LOG_LINES = 2_000;

export function createContainer(spec: ContainerSpec, now: () => number, emit: (event: EngineEvent) => void): Container {
  const logs = createLogRing(LOG_LINES, now);
  const health = createHealthProbe(spec.port, now);
  let running: RunningProcess | null = null;
  let state: ContainerState = {
    status: 'created', pid: null, started_at_ms: null, finished_at_ms: null, exit_code: 0, oom_killed: false, restart_count: 0,
    memory_limit_bytes: spec.memory_limit_bytes, memory_swap_bytes: spec.memory_limit_bytes,
  };
  let wanted = false;
  let closed = false;
  let backoff_ms = BACKOFF_FIRST_MS;
  let retry: NodeJS.Timeout | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(work);
    queue = done.catch(() => undefined);
    return done;
  }

  function launch(): RunningProcess | null {
    if (closed) return null;
    health.reset();
    const child = runProcess(spec, logs);
    if (child === null) {
      onExit(null, 127);
      return null;
    }
    running = child;
    state = { ...state, status: 'running', pid: child.pid, started_at_ms: now(), exit_code: 0, oom_killed: false };
    emit({ action: 'start', at_ms: now(), pid: child.pid });
    void child.exited.then((code) => { onExit(child, code); });
    return child;
  }

  function onExit(child: RunningProcess | null, exit_code: number): void {
    running = null;
    state = { ...state, status: 'exited', pid: null, finished_at_ms: now(), exit_code };
    if (child !== null) emit({ action: 'die', at_ms: now(), pid: child.pid, exit_code });
    if (!wanted || closed) return;
    if (state.started_at_ms !== null && now() - state.started_at_ms > BACKOFF_RESET_MS) backoff_ms = BACKOFF_FIRST_MS;
    state = { ...state, status: 'restarting' };
    retry = setTimeout(() => {
      retry = null;
      state = { ...state, restart_count: state.restart_count + 1 };
      launch();
    }, backoff_ms);
    backoff_ms = Math.min(BACKOFF_LAST_MS, backoff_ms * 2);
  }

  function cancelRetry(): void {
    if (retry !== null) clearTimeout(retry);
    retry = null;
  }

  async function end(grace_s: number): Promise<void> {
    wanted = false;
    cancelRetry();
    const child = running;
    if (child === null) {
      if (state.status === 'restarting') state = { ...state, status: 'exited' };
      return;
    }
    child.signal('SIGTERM');
    const killer = setTimeout(() => { child.signal('SIGKILL'); }, grace_s * 1_000);
    await child.exited;
    clearTimeout(killer);
    // The exit's own handler runs in the same turn, maybe after this line: state must be settled before anybody starts a new process.
    await Promise.resolve();
  }

  async function begin(): Promise<void> {
    wanted = true;
    backoff_ms = BACKOFF_FIRST_MS;
    const child = launch();
    if (child !== null) await waitForPort(spec.port, child.exited, LISTEN_LIMIT_MS);
  }

  return {
    id: randomBytes(32).toString('hex'),
    created_at_ms: now(),
    spec, logs, health,
    state: () => state,
    start: () => oneAtATime(async () => {
      if (state.status === 'running' || state.status === 'restarting') return false;
      await begin();
      return true;
    }),
    stop: (grace_s) => oneAtATime(async () => {
      if (state.status === 'exited' || state.status === 'created') return false;
      await end(grace_s);
      emit({ action: 'stop', at_ms: now() });
      return true;
    }),
    restart: (grace_s) => oneAtATime(async () => {
      await end(grace_s);
      await begin();
      emit({ action: 'restart', at_ms: now() });
    }),
    setMemory(limit_bytes, swap_bytes) { state = { ...state, memory_limit_bytes: limit_bytes, memory_swap_bytes: swap_bytes }; },
    killForMemory(pid, rss_bytes) {
      if (running?.pid !== pid) return;
      state = { ...state, oom_killed: true };
      emit({ action: 'oom', at_ms: now(), pid, rss_bytes });
      running.signal('SIGKILL');
    },
    async close() {
      closed = true;
      wanted = false;
      cancelRetry();
      running?.signal('SIGKILL');
      await running?.exited;
    },
  };
}

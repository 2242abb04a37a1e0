import { createLoadStats, type LoadStats } from './load-stats.ts';

export type RunnerState = 'ready' | 'spawning' | 'running' | 'stopped';

/** Keeps as many users alive as it was told, ramping towards a new number. */
export interface Runner {
  readonly stats: LoadStats;
  state(): RunnerState;
  users(): number;
  /** Changes the number in place while running (statistics stay), or starts afresh (statistics are cleared). */
  swarm(users: number, spawn_per_s: number): void;
  stop(): void;
}

export interface RunnerOptions {
  /** Runs one user until the signal; `index` counts all users ever started. */
  readonly runUser: (index: number, stopped: AbortSignal) => Promise<void>;
  readonly now: () => number;
}

const TICK_MS = 50;

export function createRunner({ runUser, now }: RunnerOptions): Runner {
  const stats = createLoadStats(now());
  const alive: AbortController[] = [];
  let state: RunnerState = 'ready';
  let started = 0;
  let ramp: NodeJS.Timeout | null = null;

  function endRamp(): void {
    if (ramp !== null) clearInterval(ramp);
    ramp = null;
  }

  function startUser(): void {
    const stopper = new AbortController();
    alive.push(stopper);
    started += 1;
    void runUser(started, stopper.signal);
  }

  return {
    stats,
    state: () => state,
    users: () => alive.length,
    swarm(users, spawn_per_s) {
      if (state !== 'running' && state !== 'spawning') stats.reset(now());
      endRamp();
      state = 'spawning';
      const from = alive.length;
      const begun_ms = now();
      const step = (): void => {
        const allowed = Math.floor(((now() - begun_ms) / 1_000) * spawn_per_s) + 1;
        const wanted = users >= from ? Math.min(users, from + allowed) : Math.max(users, from - allowed);
        while (alive.length < wanted) startUser();
        while (alive.length > wanted) alive.pop()?.abort();
        if (alive.length !== users) return;
        endRamp();
        state = 'running';
      };
      ramp = setInterval(step, TICK_MS);
      step();
    },
    stop() {
      endRamp();
      for (const stopper of alive.splice(0)) stopper.abort();
      state = 'stopped';
    },
  };
}

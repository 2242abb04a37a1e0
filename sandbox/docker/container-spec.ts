/** How a container is made: everything that stays the same over its restarts. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  /** Program and arguments, run without a shell. */
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  /** Where its HTTP server listens on 127.0.0.1, `/health` included. */
  readonly port: number;
  readonly memory_limit_bytes: number;
  /** Started when all others listen: load before the shop is up would look like an incident. */
  readonly start_last: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ContainerState {
  readonly status: 'created' | 'running' | 'restarting' | 'exited';
  readonly pid: number | null;
  readonly started_at_ms: number | null;
  readonly finished_at_ms: number | null;
  readonly exit_code: number;
  readonly oom_killed: boolean;
  /** Automatic restarts only. */
  readonly restart_count: number;
  readonly memory_limit_bytes: number;
  readonly memory_swap_bytes: number;
}

export type EngineEvent =
  | { readonly action: 'start'; readonly at_ms: number; readonly pid: number }
  | { readonly action: 'die'; readonly at_ms: number; readonly pid: number; readonly exit_code: number }
  | { readonly action: 'oom'; readonly at_ms: number; readonly pid: number; readonly rss_bytes: number }
  | { readonly action: 'restart'; readonly at_ms: number }
  | { readonly action: 'stop'; readonly at_ms: number }
  | { readonly action: 'health_status: healthy' | 'health_status: unhealthy'; readonly at_ms: number };

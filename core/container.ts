/** What the engine says of one container, without its environment. */
export interface ContainerState {
  /** The full 64-digit id: a recreated container has another one. */
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly running: boolean;
  readonly health: string | null;
  readonly exit_code: number;
  readonly oom_killed: boolean;
  /** RFC 3339, as the engine gives it: newer than before means it was restarted. */
  readonly started_at: string;
  readonly restart_count: number;
  readonly memory_limit_bytes: number | null;
}

export interface ContainerStats {
  /** 0..1 of all the CPUs that it may use; null when one sample cannot tell. */
  readonly cpu_usage: number | null;
  readonly memory_bytes: number;
  /** 0..1 of the limit; null without a limit. */
  readonly memory_usage: number | null;
}

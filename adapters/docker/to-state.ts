import type { ContainerState, ContainerStats } from '../../core/container.ts';
import type { Inspected, Stats } from './schema.ts';

/** An inspected container, without the leading slash of its name; a memory limit of 0 means none. */
export function toContainerState(inspected: Inspected): ContainerState {
  const limit = inspected.HostConfig?.Memory ?? 0;
  return {
    id: inspected.Id,
    name: inspected.Name.replace(/^\//, ''),
    status: inspected.State.Status,
    running: inspected.State.Running,
    health: inspected.State.Health?.Status ?? null,
    exit_code: inspected.State.ExitCode,
    oom_killed: inspected.State.OOMKilled,
    started_at: inspected.State.StartedAt,
    restart_count: inspected.RestartCount,
    memory_limit_bytes: limit > 0 ? limit : null,
  };
}

/**
 * One pair of samples of the engine. CPU is the container's share of all the host's CPUs between them (null without a
 * sample before); memory leaves out the page cache that the kernel would give back.
 */
export function toContainerStats(stats: Stats): ContainerStats {
  const memory = stats.memory_stats;
  const cache = memory?.stats?.['inactive_file'] ?? memory?.stats?.['total_inactive_file'];
  const memory_bytes = Math.max(0, (memory?.usage ?? 0) - (typeof cache === 'number' ? cache : 0));
  const limit = memory?.limit ?? 0;
  return { cpu_usage: cpuRatio(stats), memory_bytes, memory_usage: limit > 0 ? memory_bytes / limit : null };
}

function cpuRatio(stats: Stats): number | null {
  const total = difference(stats.cpu_stats?.cpu_usage?.total_usage, stats.precpu_stats?.cpu_usage?.total_usage);
  const system = difference(stats.cpu_stats?.system_cpu_usage, stats.precpu_stats?.system_cpu_usage);
  return total === null || system === null || system <= 0 ? null : Math.min(1, Math.max(0, total / system));
}

function difference(now: number | undefined, before: number | undefined): number | null {
  return now === undefined || before === undefined ? null : now - before;
}

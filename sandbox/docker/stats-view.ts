import type { Container } from './container.ts';
import { isoTime } from './container-view.ts';

/** A look at one process, or `rss_bytes` 0 for a container without one. */
export interface UsageSample {
  readonly at_ms: number;
  readonly rss_bytes: number;
  readonly cpu_ns: number;
  /** Time of all cores together since the machine started, in nanoseconds. */
  readonly system_cpu_ns: number;
  readonly online_cpus: number;
}

/** Body of `GET /containers/{id}/stats`. `before` null (one-shot) leaves precpu empty: no CPU share can be computed from it. */
export function statsView(container: Container, now: UsageSample, before: UsageSample | null): object {
  return {
    id: container.id,
    name: `/${container.spec.name}`,
    read: isoTime(now.at_ms),
    preread: isoTime(before?.at_ms ?? null),
    num_procs: 0,
    pids_stats: { current: container.state().pid === null ? 0 : 1 },
    cpu_stats: cpu(now),
    precpu_stats: before === null
      ? { cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 }, throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 } }
      : cpu(before),
    memory_stats: { usage: now.rss_bytes, stats: { inactive_file: 0, anon: now.rss_bytes, file: 0 }, limit: container.state().memory_limit_bytes },
    blkio_stats: {},
    storage_stats: {},
    networks: {},
  };
}

function cpu(sample: UsageSample): object {
  return {
    cpu_usage: { total_usage: sample.cpu_ns, usage_in_kernelmode: 0, usage_in_usermode: sample.cpu_ns },
    system_cpu_usage: sample.system_cpu_ns,
    online_cpus: sample.online_cpus,
    throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
  };
}

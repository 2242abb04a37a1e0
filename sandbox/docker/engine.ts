import { cpus } from 'node:os';
import type { ContainerSpec, EngineEvent } from './container-spec.ts';
import { createContainer, type Container } from './container.ts';
import { readProcessUsage } from './process-usage.ts';
import type { UsageSample } from './stats-view.ts';

export type ContainerEvent = EngineEvent & { readonly container: string; readonly id: string };

/** All containers, with what watches over them: memory limit and health. */
export interface Engine {
  readonly containers: readonly Container[];
  /** By full id, by a prefix of it that only one has, or by name with or without the slash. */
  find(reference: string): Container | null;
  /** Everything that happened, oldest first. */
  events(): readonly ContainerEvent[];
  onEvent(listener: (event: ContainerEvent) => void): () => void;
  usage(container: Container): Promise<UsageSample>;
  /** Starts all of them at once, then those that come last; resolves when each listens. */
  startAll(): Promise<void>;
  close(): Promise<void>;
}

const MEMORY_POLL_MS = process.platform === 'linux' ? 250 : 1_000;
const HEALTH_POLL_MS = 1_000;

export function createEngine(specs: readonly ContainerSpec[], now: () => number): Engine {
  const events: ContainerEvent[] = [];
  const listeners = new Set<(event: ContainerEvent) => void>();
  const containers = specs.map((spec) => {
    const container: Container = createContainer(spec, now, (event) => { publish(container, event); });
    return container;
  });

  function publish(container: Container, event: EngineEvent): void {
    const named = { ...event, container: container.spec.name, id: container.id };
    events.push(named);
    for (const listener of listeners) listener(named);
  }

  async function enforceMemory(): Promise<void> {
    const usages = await readProcessUsage(containers.flatMap((container) => container.state().pid ?? []));
    for (const container of containers) {
      const { pid, memory_limit_bytes } = container.state();
      const rss_bytes = pid === null ? undefined : usages.get(pid)?.rss_bytes;
      if (pid !== null && rss_bytes !== undefined && rss_bytes > memory_limit_bytes) container.killForMemory(pid, rss_bytes);
    }
  }

  async function checkHealth(): Promise<void> {
    await Promise.all(containers.map(async (container) => {
      if (container.state().status !== 'running' || !(await container.health.check())) return;
      const status = container.health.status();
      if (status !== 'starting') publish(container, { action: `health_status: ${status}`, at_ms: now() });
    }));
  }

  const timers = [every(MEMORY_POLL_MS, enforceMemory), every(HEALTH_POLL_MS, checkHealth)];
  return {
    containers,
    find(reference) {
      const name = reference.replace(/^\//, '');
      const named = containers.find((container) => container.spec.name === name || container.id === name);
      if (named !== undefined) return named;
      const prefixed = /^[0-9a-f]+$/.test(name) ? containers.filter((container) => container.id.startsWith(name)) : [];
      return prefixed.length === 1 ? prefixed[0] ?? null : null;
    },
    events: () => events,
    onEvent(listener) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    async usage(container) {
      const { pid } = container.state();
      const found = pid === null ? undefined : (await readProcessUsage([pid])).get(pid);
      return { at_ms: now(), rss_bytes: found?.rss_bytes ?? 0, cpu_ns: found?.cpu_ns ?? 0, system_cpu_ns: systemCpuNs(), online_cpus: cpus().length };
    },
    async startAll() {
      for (const last of [false, true]) {
        await Promise.all(containers.filter((container) => container.spec.start_last === last).map((container) => container.start()));
      }
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(containers.map((container) => container.close()));
    },
  };
}

/** Runs `work` again and again, never twice at once. */
function every(period_ms: number, work: () => Promise<void>): NodeJS.Timeout {
  let busy = false;
  return setInterval(() => {
    if (busy) return;
    busy = true;
    void work().finally(() => { busy = false; });
  }, period_ms);
}

function systemCpuNs(): number {
  const total_ms = cpus().reduce((sum, cpu) => sum + cpu.times.user + cpu.times.nice + cpu.times.sys + cpu.times.idle + cpu.times.irq, 0);
  return total_ms * 1e6;
}

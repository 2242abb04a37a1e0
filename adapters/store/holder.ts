import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Holder } from '../../core/agent.ts';
import { processStart } from './process-start.ts';

/** Who this process is. Call it once: every call is another instance. */
export function createHolder(agent: Holder['agent']): Holder {
  return {
    instance: randomUUID(),
    agent,
    host: hostname(),
    boot: bootId(),
    pid: process.pid,
    started: processStart(process.pid) ?? 'unknown',
  };
}

/** The machine's boot and, because pids mean nothing outside it, the table of processes that we see (each container has its own). */
function bootId(): string {
  if (process.platform === 'linux') {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${readlinkSync('/proc/self/ns/pid')}`;
  }
  try {
    const boot = execFileSync('sysctl', ['-n', 'kern.boottime'], { encoding: 'utf8', timeout: 2_000 });
    return /sec = (\d+)/.exec(boot)?.[1] ?? boot.trim();
  } catch {
    return 'unknown';
  }
}

export interface LivenessOptions {
  readonly self: Holder;
  /** Epoch milliseconds of the holder's newest heartbeat as that very instance; null when it never beat. */
  readonly lastBeat_ms: (holder: Holder) => number | null;
  /** How old a heartbeat of that kind of process may be. */
  readonly maxAge_ms: (agent: Holder['agent']) => number;
  readonly now: () => number;
}

/** Does that process still live? Of our own table of processes the kernel knows it; of any other only heartbeats tell. */
export type IsAlive = (holder: Holder) => boolean;

export function createIsAlive({ self, lastBeat_ms, maxAge_ms, now }: LivenessOptions): IsAlive {
  return (holder) => {
    if (holder.instance === self.instance) return true;
    if (holder.host === self.host && holder.boot === self.boot) return processStart(holder.pid) === holder.started;
    const beat = lastBeat_ms(holder);
    return beat !== null && now() - beat <= maxAge_ms(holder.agent);
  };
}

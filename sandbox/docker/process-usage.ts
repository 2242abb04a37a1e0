import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

export interface ProcessUsage {
  readonly rss_bytes: number;
  /** User and system time since the process started. */
  readonly cpu_ns: number;
}

const PAGE_BYTES = 4_096;
/** Linux fixes the unit of /proc's times for user space at 100 a second. */
const TICK_NS = 10_000_000;

/** Memory and CPU time of each process that still lives, by pid; from /proc on Linux, from one `ps` elsewhere. */
export async function readProcessUsage(pids: readonly number[]): Promise<ReadonlyMap<number, ProcessUsage>> {
  if (pids.length === 0) return new Map();
  return process.platform === 'linux' ? readProc(pids) : readPs(pids);
}

async function readProc(pids: readonly number[]): Promise<ReadonlyMap<number, ProcessUsage>> {
  const found = new Map<number, ProcessUsage>();
  await Promise.all(pids.map(async (pid) => {
    try {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      // The program's name stands in parentheses and may itself hold spaces: fields are counted behind it.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const [user, system, rss_pages] = [fields[11], fields[12], fields[21]].map(Number);
      found.set(pid, { rss_bytes: (rss_pages ?? 0) * PAGE_BYTES, cpu_ns: ((user ?? 0) + (system ?? 0)) * TICK_NS });
    } catch {
      // Gone between the list and the look.
    }
  }));
  return found;
}

function readPs(pids: readonly number[]): Promise<ReadonlyMap<number, ProcessUsage>> {
  return new Promise((resolve) => {
    // ps exits 1 when one of the processes is gone, and still prints the others.
    execFile('ps', ['-o', 'pid=,rss=,time=', '-p', pids.join(',')], (_error, stdout) => { resolve(parsePs(stdout)); });
  });
}

/** Reads `pid rss(KiB) [[dd-]hh:]mm:ss[.cc]` lines. */
export function parsePs(text: string): ReadonlyMap<number, ProcessUsage> {
  const found = new Map<number, ProcessUsage>();
  for (const line of text.split('\n')) {
    const [pid, rss_kib, time] = line.trim().split(/\s+/);
    if (pid === undefined || rss_kib === undefined || time === undefined) continue;
    const cpu_s = time.split(/[-:]/).reduce((sum, part, index, parts) => sum * (index === 1 && parts.length === 4 ? 24 : 60) + Number(part), 0);
    found.set(Number(pid), { rss_bytes: Number(rss_kib) * 1_024, cpu_ns: Math.round(cpu_s * 1e9) });
  }
  return found;
}

import { readdirSync, readFileSync } from 'node:fs';

/** What one process takes, from the kernel's own books. Linux only. */
export interface Usage {
  readonly pid: number;
  readonly rss_mib: number;
  /** Its private memory and its share of what it shares: the figures of several processes may be summed. */
  readonly pss_mib: number;
  readonly cpu_ticks: number;
}

const TICKS_PER_S = 100;

export function usageOf(pid: number): Usage | null {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid, rss_mib: kib(rollup, 'Rss') / 1024, pss_mib: kib(rollup, 'Pss') / 1024, cpu_ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return null;
  }
}

/** Share of one core between two looks that are `seconds` apart. */
export function cpuShare(before: Usage, after: Usage, seconds: number): number {
  return (after.cpu_ticks - before.cpu_ticks) / TICKS_PER_S / seconds;
}

/** Pids whose command line has all of these words. */
export function pidsWith(words: readonly string[]): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return words.every((word) => command.includes(word));
      } catch {
        return false;
      }
    });
}

function kib(rollup: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)?.[1] ?? 0);
}

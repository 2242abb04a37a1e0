import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The kernel's start time of a process of this machine, or null when there is none (a zombie does nothing any more, so it counts as none). */
export function processStart(pid: number): string | null {
  return process.platform === 'linux' ? linuxProcessStart(pid) : psProcessStart(pid);
}

function linuxProcessStart(pid: number): string | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  // The command's name, in parentheses, may itself hold spaces and parentheses: fields are counted after the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  if (state === 'Z' || state === 'X') return null;
  // Field 22 of proc_pid_stat(5), in clock ticks since boot; the first of `fields` is number 3.
  return fields[19] ?? null;
}

function psProcessStart(pid: number): string | null {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 2_000 }).trim();
    return line === '' || line.startsWith('Z') ? null : line.replace(/^\S+\s+/, '');
  } catch {
    return null;
  }
}

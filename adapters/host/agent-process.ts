import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Holder } from '../../core/agent.ts';

export interface ProcessCommand {
  /** Flags of node itself, e.g. heap limits. */
  readonly node_flags: readonly string[];
  readonly script: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** What it prints beside its own log: start-up errors. */
  readonly output_file: string;
}

/** Starts a process that outlives its parent: agents survive the death of atlas. Gives its pid. */
export function startDetached(command: ProcessCommand): number | null {
  mkdirSync(dirname(command.output_file), { recursive: true });
  const output = openSync(command.output_file, 'a');
  try {
    const child = spawn(process.execPath, [...command.node_flags, command.script, ...command.args], {
      cwd: command.cwd,
      env: command.env,
      detached: true,
      stdio: ['ignore', output, output],
    });
    child.on('error', () => undefined);
    child.unref();
    return child.pid ?? null;
  } finally {
    closeSync(output);
  }
}

/** Ends exactly that process: the caller has made sure that the pid is still its holder's. */
export function killHolder(holder: Holder): void {
  try {
    process.kill(holder.pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

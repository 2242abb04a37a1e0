import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Logger } from '../../core/ports.ts';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LEVELS)[number];

export interface LoggerOptions {
  /** Who speaks. */
  readonly name: string;
  readonly level: LogLevel;
  readonly now: () => number;
  /** Applied to every line: secrets never reach a log. */
  readonly redact: (text: string) => string;
  readonly write: (line: string) => void;
}

/** One JSON line a message; JSON escapes whatever control characters the data holds. */
export function createLogger(options: LoggerOptions): Logger {
  const floor = LEVELS.indexOf(options.level);
  const log =
    (level: LogLevel) =>
    (message: string, data: Readonly<Record<string, unknown>> = {}): void => {
      if (LEVELS.indexOf(level) < floor) return;
      options.write(options.redact(JSON.stringify({ at: new Date(options.now()).toISOString(), level, agent: options.name, message, ...data })));
    };
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
}

/** Appends to a file that is put aside at `max_bytes`; at most `keep` old ones stay. A full disk silences the log, never the agent. */
export function rotatingFile(path: string, limits: { readonly max_bytes: number; readonly keep: number }): (line: string) => void {
  mkdirSync(dirname(path), { recursive: true });
  return (line) => {
    try {
      if (sizeOf(path) > limits.max_bytes) rotate(path, limits.keep);
      appendFileSync(path, `${line}\n`);
    } catch {
      // Nobody is left to be told.
    }
  };
}

function rotate(path: string, keep: number): void {
  for (let n = keep - 1; n >= 1; n -= 1) moveIfThere(`${path}.${n}`, `${path}.${n + 1}`);
  moveIfThere(path, `${path}.1`);
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch {
    // It was not there.
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

import { processStart } from '../adapters/store/process-start.ts';

/** How often the other process is looked for. */
const LOOK_EVERY_MS = 1_000;

/** `pid:start`, so that a reused pid is not taken for the same process. */
export function processName(pid: number): string {
  return `${pid}:${processStart(pid) ?? 'gone'}`;
}

/** Calls `end` once when that process is gone: a demo that was killed leaves nobody behind. Keeps no process alive. */
export function endWith(name: string, end: () => void): void {
  const colon = name.indexOf(':');
  const pid = Number(name.slice(0, colon));
  const start = name.slice(colon + 1);
  const timer = setInterval(() => {
    if (processStart(pid) === start) return;
    clearInterval(timer);
    end();
  }, LOOK_EVERY_MS);
  timer.unref();
}

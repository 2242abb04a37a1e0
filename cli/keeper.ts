import { processStart } from '../adapters/store/process-start.ts';
import type { Clock } from '../core/ports.ts';

/** A process that must be there: how it is started, and how to see that it lives. */
export interface Kept {
  readonly name: string;
  /** Starts it; gives its pid, or null when it could not be. */
  start(): number | null;
  /** The pid of a living one that we did not start ourselves, to be adopted instead of doubled. */
  adopt?(): Promise<number | null>;
}

export interface KeeperOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onStart: (name: string, again: boolean) => void;
}

const LOOK_EVERY_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** Living shorter than this makes the next start wait longer. */
const QUICK_DEATH_MS = 2_000;

/** Keeps one process alive until the signal: what `up` and `demo` leave behind. */
export async function keep(kept: Kept, { clock, signal, onStart }: KeeperOptions): Promise<void> {
  let again = false;
  let pause_ms = 0;
  while (!isOver(signal)) {
    const pid = (await kept.adopt?.()) ?? kept.start();
    onStart(kept.name, again);
    again = true;
    const born_ms = clock.monotonic_ms();
    const start = pid === null ? null : processStart(pid);
    while (pid !== null && start !== null && processStart(pid) === start) {
      if (isOver(signal)) return;
      await clock.sleep(LOOK_EVERY_MS, signal);
    }
    pause_ms = clock.monotonic_ms() - born_ms < QUICK_DEATH_MS ? Math.min(LONGEST_PAUSE_MS, Math.max(250, pause_ms * 2)) : 0;
    if (pause_ms > 0) await clock.sleep(pause_ms, signal);
  }
}

/** Asked anew each time: the compiler takes a signal that was once not aborted for one that never is. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

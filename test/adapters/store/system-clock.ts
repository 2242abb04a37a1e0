import type { Clock } from '../../../core/ports.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic_ms: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** A clock that a test sets: wall and monotonic time apart, because the first may jump. */
export interface TestClock extends Clock {
  /** Time passes: both go on. */
  advance(ms: number): void;
  /** Somebody sets the clock: only the wall time changes. */
  jump(ms: number): void;
}

export function createTestClock(start_ms = Date.UTC(2026, 10, 20, 9)): TestClock {
  let wall_ms = start_ms;
  let monotonic_ms = 1_000;
  return {
    now: () => wall_ms,
    monotonic_ms: () => monotonic_ms,
    sleep: () => new Promise(setImmediate),
    advance(ms) {
      wall_ms += ms;
      monotonic_ms += ms;
    },
    jump(ms) {
      wall_ms += ms;
    },
  };
}

import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../core/ports.ts';

/** The machine's clocks. A sleep that is aborted simply ends. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic_ms: () => performance.now(),
    async sleep(ms, signal) {
      try {
        await delay(ms, undefined, signal === undefined ? {} : { signal });
      } catch (thrown) {
        if (signal?.aborted !== true) throw thrown;
      }
    },
  };
}

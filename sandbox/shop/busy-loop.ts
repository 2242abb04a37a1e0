/** Takes a good part of one core while it is on, and gives it back when it is off. */
export interface BusyLoop {
  set(on: boolean): void;
}

const EVERY_MS = 100;
const BUSY_MS = 60;

export function createBusyLoop(): BusyLoop {
  let timer: NodeJS.Timeout | null = null;
  return {
    set(on) {
      if (on && timer === null) {
        timer = setInterval(() => {
          const until_ms = performance.now() + BUSY_MS;
          while (performance.now() < until_ms);
        }, EVERY_MS);
      } else if (!on && timer !== null) {
        clearInterval(timer);
        timer = null;
      }
    },
  };
}

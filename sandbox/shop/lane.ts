/** A service's worker pool: so many at a time, the rest queue, and a queue that is full refuses. */
export interface Lane {
  /**
   * Waits for a worker, keeps it busy for `work_ms` and then for as long as `handle` takes: who waits for another service blocks a worker too.
   * Rejects with LaneFull, or with LaneAbandoned when the caller has gone while queueing.
   */
  run<T>(work_ms: number, abandoned: AbortSignal, handle: () => Promise<T> | T): Promise<T>;
  queued(): number;
}

export interface LaneOptions {
  readonly concurrency: number;
  readonly queue_limit: number;
  /** Work takes (1 + queued / thrash_at) times as long: contention that grows with the crowd, so that few users feel nothing and many everything. */
  readonly thrash_at: number;
}

export class LaneFull extends Error {}
export class LaneAbandoned extends Error {}

export function createLane(options: LaneOptions): Lane {
  interface Waiter { readonly enter: () => void }
  const waiting: Waiter[] = [];
  let busy = 0;

  function leave(): void {
    busy -= 1;
    waiting.shift()?.enter();
  }

  function place(abandoned: AbortSignal): Promise<void> {
    if (busy < options.concurrency) {
      busy += 1;
      return Promise.resolve();
    }
    if (waiting.length >= options.queue_limit) return Promise.reject(new LaneFull('queue full'));
    return new Promise((resolve, reject) => {
      // A caller that hung up must not be served: its place in the queue would keep the crowd's latency alive after the crowd has gone.
      const hangUp = (): void => {
        const at = waiting.indexOf(waiter);
        if (at >= 0) waiting.splice(at, 1);
        reject(new LaneAbandoned('caller gone'));
      };
      const waiter: Waiter = {
        enter: () => {
          busy += 1;
          abandoned.removeEventListener('abort', hangUp);
          resolve();
        },
      };
      abandoned.addEventListener('abort', hangUp, { once: true });
      waiting.push(waiter);
    });
  }

  return {
    async run(work_ms, abandoned, handle) {
      await place(abandoned);
      try {
        const crowded_ms = work_ms * (1 + waiting.length / options.thrash_at);
        await new Promise((resolve) => setTimeout(resolve, crowded_ms));
        return await handle();
      } finally {
        leave();
      }
    },
    queued: () => waiting.length,
  };
}

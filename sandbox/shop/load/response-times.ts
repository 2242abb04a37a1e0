/** Response times as Locust keeps them: a count per rounded time, so that memory doesn't grow with requests. */
export interface ResponseTimes {
  add(time_ms: number): void;
  /** The time that `share` (0..1) of the requests stayed within, in milliseconds; 0 without requests. */
  percentile(share: number): number;
  count(): number;
  entries(): Iterable<readonly [number, number]>;
  merge(other: ResponseTimes): void;
}

export function createResponseTimes(): ResponseTimes {
  const counts = new Map<number, number>();
  let total = 0;
  function addMany(rounded_ms: number, times: number): void {
    counts.set(rounded_ms, (counts.get(rounded_ms) ?? 0) + times);
    total += times;
  }
  return {
    add: (time_ms) => { addMany(rounded(time_ms), 1); },
    percentile(share) {
      // Locust's own reading: the smallest time that leaves at most this many requests below it.
      const below = Math.floor(total * share);
      const times_ms = [...counts.keys()].sort((a, b) => b - a);
      let left = total;
      for (const time_ms of times_ms) {
        left -= counts.get(time_ms) ?? 0;
        if (left <= below) return time_ms;
      }
      return times_ms.at(-1) ?? 0;
    },
    count: () => total,
    entries: () => counts.entries(),
    merge: (other) => { for (const [time_ms, times] of other.entries()) addMany(time_ms, times); },
  };
}

/** Locust's rounding: to 1 ms below 100, to 10 ms below 1,000, to 100 ms below 10,000, else to 1,000 ms. */
function rounded(time_ms: number): number {
  const step_ms = time_ms < 100 ? 1 : time_ms < 1_000 ? 10 : time_ms < 10_000 ? 100 : 1_000;
  return Math.round(time_ms / step_ms) * step_ms;
}

/** Anything that has an instant, epoch milliseconds. */
export interface Timed {
  readonly at_ms: number;
}

/** A bounded list that is always ordered by time, so that a short window costs as much as it holds and not as much as is kept. */
export interface TimeBuffer<T extends Timed> {
  readonly size: number;
  /** Puts a batch in its place; cheap when the batch is about as new as what is held. */
  add(batch: readonly T[], now_ms: number): void;
  /** Everything with `start_ms <= at_ms < end_ms`, oldest first. */
  window(start_ms: number, end_ms: number): Generator<T>;
  /** The same, newest first. */
  windowBackward(start_ms: number, end_ms: number): Generator<T>;
}

export interface TimeBufferLimits {
  readonly keep_ms: number;
  readonly max_items: number;
}

/** Makes an empty buffer; `onEvict` hears of every item that it lets go. */
export function createTimeBuffer<T extends Timed>(limits: TimeBufferLimits, onEvict: (item: T) => void = ignore): TimeBuffer<T> {
  let items: T[] = [];
  // Evicting moves this mark; the list itself is cut only now and then, because cutting costs its whole length.
  let head = 0;

  function lowerBound(at_ms: number): number {
    let low = head;
    let high = items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const item = items[middle];
      if (item !== undefined && item.at_ms < at_ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function evict(now_ms: number): void {
    const oldest_ms = now_ms - limits.keep_ms;
    for (let item = items[head]; item !== undefined; item = items[head]) {
      if (item.at_ms >= oldest_ms && items.length - head <= limits.max_items) break;
      onEvict(item);
      head += 1;
    }
    if (head > 1024 && head > (items.length - head) / 8) {
      items = items.slice(head);
      head = 0;
    }
  }

  return {
    get size() {
      return items.length - head;
    },
    add(batch, now_ms) {
      const sorted = batch.toSorted((a, b) => a.at_ms - b.at_ms);
      const first = sorted[0];
      if (first === undefined) return;
      const tail = items.splice(lowerBound(first.at_ms));
      mergeInto(items, tail, sorted);
      evict(now_ms);
    },
    *window(start_ms, end_ms) {
      const seen = items;
      const last = lowerBound(end_ms);
      for (let index = lowerBound(start_ms); index < last; index += 1) {
        const item = seen[index];
        if (item !== undefined) yield item;
      }
    },
    *windowBackward(start_ms, end_ms) {
      const seen = items;
      const first = lowerBound(start_ms);
      for (let index = lowerBound(end_ms) - 1; index >= first; index -= 1) {
        const item = seen[index];
        if (item !== undefined) yield item;
      }
    },
  };
}

function mergeInto<T extends Timed>(target: T[], left: readonly T[], right: readonly T[]): void {
  let l = 0;
  let r = 0;
  for (;;) {
    const a = left[l];
    const b = right[r];
    if (a !== undefined && (b === undefined || a.at_ms <= b.at_ms)) {
      target.push(a);
      l += 1;
    } else if (b !== undefined) {
      target.push(b);
      r += 1;
    } else return;
  }
}

function ignore(): void {}

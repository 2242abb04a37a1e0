import type { AttributeValue } from '../../telemetry/attribute.ts';

export const AGGREGATIONS = ['count', 'count_distinct', 'avg', 'sum', 'min', 'max', 'p50', 'p75', 'p90', 'p95', 'p99', 'rate'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** Collects the values of one group and gives their aggregate. */
export interface Accumulator {
  add(value: AttributeValue): void;
  /** `seconds` is the length of the span of time that was collected; null when there is nothing to aggregate. */
  result(seconds: number): number | bigint | null;
}

/** Makes an empty accumulator. */
export function createAccumulator(aggregation: Aggregation): Accumulator {
  switch (aggregation) {
    case 'count':
    case 'rate':
      return counting(aggregation);
    case 'count_distinct': {
      const seen = new Set<string>();
      return { add: (value) => void seen.add(`${typeof value}:${String(value)}`), result: () => seen.size };
    }
    case 'avg':
    case 'sum':
      return summing(aggregation);
    case 'min':
    case 'max':
      return extreme(aggregation === 'min' ? -1 : 1);
    default:
      return quantile(Number(aggregation.slice(1)) / 100);
  }
}

function counting(aggregation: 'count' | 'rate'): Accumulator {
  let count = 0;
  return {
    add: () => {
      count += 1;
    },
    result: (seconds) => (aggregation === 'count' ? count : seconds > 0 ? count / seconds : 0),
  };
}

function summing(aggregation: 'avg' | 'sum'): Accumulator {
  let sum = 0;
  let count = 0;
  return {
    add: (value) => {
      const number = Number(value);
      if (Number.isNaN(number)) return;
      sum += number;
      count += 1;
    },
    result: () => (aggregation === 'sum' ? sum : count === 0 ? null : sum / count),
  };
}

function extreme(sign: 1 | -1): Accumulator {
  let best: number | bigint | null = null;
  return {
    add: (value) => {
      const number = typeof value === 'bigint' ? value : Number(value);
      if (Number.isNaN(number)) return;
      if (best === null || (sign === 1 ? number > best : number < best)) best = number;
    },
    result: () => best,
  };
}

function quantile(ratio: number): Accumulator {
  const values: number[] = [];
  return {
    add: (value) => {
      const number = Number(value);
      if (!Number.isNaN(number)) values.push(number);
    },
    result: () => percentile(values, ratio),
  };
}

/** The quantile (`ratio` 0..1) of unsorted values with linear interpolation between neighbours, as the backend's database computes it; null without values. */
export function percentile(values: readonly number[], ratio: number): number | null {
  const sorted = Float64Array.from(values).sort();
  const position = ratio * (sorted.length - 1);
  const low = sorted[Math.floor(position)];
  const high = sorted[Math.ceil(position)];
  if (low === undefined || high === undefined) return null;
  return low + (high - low) * (position - Math.floor(position));
}

import { createResponseTimes, type ResponseTimes } from './response-times.ts';

export interface RequestResult {
  readonly method: string;
  /** As Locust groups it, e.g. `/api/products/{id}`. */
  readonly name: string;
  readonly time_ms: number;
  readonly length_bytes: number;
  /** What failed, or null. */
  readonly error: string | null;
}

interface Second { second: number; requests: number; failures: number; readonly times: ResponseTimes }

export interface Entry {
  readonly method: string;
  readonly name: string;
  requests: number;
  failures: number;
  sum_ms: number;
  min_ms: number;
  max_ms: number;
  length_bytes: number;
  readonly times: ResponseTimes;
  seconds: Second[];
}

export interface ErrorEntry { readonly method: string; readonly name: string; readonly error: string; occurrences: number; readonly first_seen_s: number; last_seen_s: number }

/** The window of everything that Locust calls "current", in seconds. */
export const CURRENT_WINDOW_S = 10;

export interface LoadStats {
  add(result: RequestResult, now_ms: number): void;
  reset(now_ms: number): void;
  started_at_ms(): number;
  entries(): readonly Entry[];
  total(): Entry;
  errors(): readonly ErrorEntry[];
}

export function createLoadStats(now_ms: number): LoadStats {
  let started_at_ms = now_ms;
  let entries = new Map<string, Entry>();
  let total = newEntry('', 'Aggregated');
  let errors = new Map<string, ErrorEntry>();
  return {
    add(result, at_ms) {
      const key = `${result.method} ${result.name}`;
      let entry = entries.get(key);
      if (entry === undefined) entries.set(key, entry = newEntry(result.method, result.name));
      record(entry, result, at_ms);
      record(total, result, at_ms);
      if (result.error === null) return;
      const error = errors.get(`${key} ${result.error}`);
      if (error === undefined) errors.set(`${key} ${result.error}`, { method: result.method, name: result.name, error: result.error, occurrences: 1, first_seen_s: at_ms / 1_000, last_seen_s: at_ms / 1_000 });
      else Object.assign(error, { occurrences: error.occurrences + 1, last_seen_s: at_ms / 1_000 });
    },
    reset(at_ms) {
      started_at_ms = at_ms;
      entries = new Map();
      total = newEntry('', 'Aggregated');
      errors = new Map();
    },
    started_at_ms: () => started_at_ms,
    entries: () => [...entries.values()],
    total: () => total,
    errors: () => [...errors.values()],
  };
}

/** Requests, failures and times of the last whole seconds of the current window. */
export function currentOf(entry: Entry, now_ms: number): { readonly requests_per_s: number; readonly failures_per_s: number; readonly times: ResponseTimes } {
  const now_s = Math.floor(now_ms / 1_000);
  const times = createResponseTimes();
  let requests = 0;
  let failures = 0;
  for (const second of entry.seconds) {
    if (second.second < now_s - CURRENT_WINDOW_S || second.second >= now_s) continue;
    requests += second.requests;
    failures += second.failures;
    times.merge(second.times);
  }
  const span_s = Math.max(1, Math.min(CURRENT_WINDOW_S, now_s - (entry.seconds[0]?.second ?? now_s)));
  return { requests_per_s: requests / span_s, failures_per_s: failures / span_s, times };
}

function newEntry(method: string, name: string): Entry {
  return { method, name, requests: 0, failures: 0, sum_ms: 0, min_ms: Infinity, max_ms: 0, length_bytes: 0, times: createResponseTimes(), seconds: [] };
}

function record(entry: Entry, result: RequestResult, at_ms: number): void {
  entry.requests += 1;
  entry.failures += result.error === null ? 0 : 1;
  entry.sum_ms += result.time_ms;
  entry.min_ms = Math.min(entry.min_ms, result.time_ms);
  entry.max_ms = Math.max(entry.max_ms, result.time_ms);
  entry.length_bytes += result.length_bytes;
  entry.times.add(result.time_ms);
  const second = Math.floor(at_ms / 1_000);
  let last = entry.seconds.at(-1);
  if (last === undefined || last.second !== second) {
    last = { second, requests: 0, failures: 0, times: createResponseTimes() };
    entry.seconds = [...entry.seconds.slice(-CURRENT_WINDOW_S - 1), last];
  }
  last.requests += 1;
  last.failures += result.error === null ? 0 : 1;
  last.times.add(result.time_ms);
}

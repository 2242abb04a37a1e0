import { currentOf, type Entry, type LoadStats } from './load-stats.ts';
import type { ResponseTimes } from './response-times.ts';

/** `legacy`: the field names before Locust 2.20. `other-keys`: other percentiles than the usual ones, as PERCENTILES_TO_STATISTICS allows. */
export type StatsFields = 'modern' | 'legacy' | 'other-keys';

export function isStatsFields(value: string): value is StatsFields {
  return value === 'modern' || value === 'legacy' || value === 'other-keys';
}

const ROW_LIMIT = 500;

/** Body of `GET /stats/requests`: the aggregate is the last row, times are milliseconds. */
export function statsView(stats: LoadStats, state: string, users: number, fields: StatsFields, now_ms: number): object {
  const total = stats.total();
  const elapsed_s = Math.max(1, (now_ms - stats.started_at_ms()) / 1_000);
  const current = currentOf(total, now_ms);
  return {
    stats: [...stats.entries().slice(0, ROW_LIMIT - 1), total].map((entry) => row(entry, elapsed_s, fields, now_ms)),
    errors: stats.errors().slice(0, ROW_LIMIT).map((error) => ({
      method: error.method, name: error.name, error: error.error, occurrences: error.occurrences, first_seen: error.first_seen_s, last_seen: error.last_seen_s,
    })),
    current_rps: current.requests_per_s,
    current_fail_per_sec: current.failures_per_s,
    total_rps: total.requests / elapsed_s,
    total_fail_per_sec: total.failures / elapsed_s,
    fail_ratio: failRatio(total),
    ...currentPercentiles(current.times, fields),
    state,
    user_count: users,
  };
}

export function failRatio(entry: Entry): number {
  return entry.requests === 0 ? 0 : entry.failures / entry.requests;
}

function currentPercentiles(times: ResponseTimes, fields: StatsFields): object {
  if (fields === 'legacy') return { current_response_time_percentile_1: times.percentile(0.5), current_response_time_percentile_2: times.percentile(0.95) };
  const shares = fields === 'other-keys' ? [0.6, 0.9] : [0.5, 0.95];
  return { current_response_time_percentiles: Object.fromEntries(shares.map((share) => [`response_time_percentile_${share}`, times.percentile(share)])) };
}

function row(entry: Entry, elapsed_s: number, fields: StatsFields, now_ms: number): object {
  const current = currentOf(entry, now_ms);
  const average = (sum: number): number => (entry.requests === 0 ? 0 : sum / entry.requests);
  const shares = fields === 'other-keys' ? [0.9, 0.999] : [0.95, 0.99];
  return {
    method: entry.method,
    name: entry.name,
    safe_name: entry.name,
    num_requests: entry.requests,
    num_failures: entry.failures,
    min_response_time: entry.requests === 0 ? 0 : entry.min_ms,
    max_response_time: entry.max_ms,
    current_rps: current.requests_per_s,
    current_fail_per_sec: current.failures_per_s,
    avg_response_time: average(entry.sum_ms),
    median_response_time: entry.times.percentile(0.5),
    ...(fields === 'legacy' ? { ninetieth_response_time: entry.times.percentile(0.9), ninety_ninth_response_time: entry.times.percentile(0.99) }
      : Object.fromEntries(shares.map((share) => [`response_time_percentile_${share}`, entry.times.percentile(share)]))),
    total_rps: entry.requests / elapsed_s,
    total_fail_per_sec: entry.failures / elapsed_s,
    avg_content_length: average(entry.length_bytes),
  };
}

import type { StatsReply } from './schema.ts';

const PREFIX = 'response_time_percentile_';

/**
 * The 95th percentile in milliseconds, of now where the server gives it, else of the whole run; null without requests.
 * Servers choose which percentiles they give: the nearest from 0.95 up is taken, never a lower one.
 */
export function p95Ms(reply: StatsReply): number | null {
  // Before 2.20 the second of two fixed fields was the 95th.
  return nearest(reply.current_response_time_percentiles ?? {}) ?? reply.current_response_time_percentile_2 ?? nearest(reply.stats.at(-1) ?? {});
}

function nearest(row: Readonly<Record<string, unknown>>): number | null {
  const found = Object.entries(row)
    .flatMap(([key, value]) => {
      const share = key.startsWith(PREFIX) ? Number(key.slice(PREFIX.length)) : Number.NaN;
      return share >= 0.95 && typeof value === 'number' ? [{ share, value }] : [];
    })
    .sort((a, b) => a.share - b.share)[0];
  return found?.value ?? null;
}

import { createHash } from 'node:crypto';

export interface BucketRule {
  /** Requests of one operation and one channel, webhook or guild are counted together. */
  readonly key: string;
  readonly limit: number;
  readonly window_ms: number;
}

export interface RateLimitVerdict {
  readonly headers: Readonly<Record<string, string>>;
  /** Seconds until the next request may come, with a fraction; null: this one may. */
  readonly retry_after_s: number | null;
  readonly scope: 'user' | 'global';
}

interface Window {
  readonly ends_at_ms: number;
  readonly used: number;
}

export interface RateLimits {
  /** Counts one request. `global_limit_per_s` is null for the endpoints that the bot-wide limit leaves alone. */
  take(rule: BucketRule, now: number, global_limit_per_s: number | null): RateLimitVerdict;
}

/** Counts requests per bucket and per bot, in fixed windows as Discord does. */
export function createRateLimits(): RateLimits {
  const windows = new Map<string, Window>();

  function count(key: string, limit: number, window_ms: number, now: number): { readonly allowed: boolean; readonly window: Window } {
    const open = windows.get(key);
    const current = open !== undefined && open.ends_at_ms > now ? open : { ends_at_ms: now + window_ms, used: 0 };
    if (current.used >= limit) return { allowed: false, window: current };
    const window = { ...current, used: current.used + 1 };
    windows.set(key, window);
    return { allowed: true, window };
  }

  return {
    take(rule, now, global_limit_per_s) {
      const bot = global_limit_per_s === null ? null : count('global', global_limit_per_s, 1_000, now);
      // A request that the bot-wide limit refuses uses up nothing of its own bucket.
      const own = bot === null || bot.allowed ? count(rule.key, rule.limit, rule.window_ms, now) : null;
      const window = own?.window ?? windows.get(rule.key) ?? { ends_at_ms: now + rule.window_ms, used: 0 };
      const headers = bucketHeaders(rule, window, now);
      if (bot !== null && !bot.allowed) return { headers, retry_after_s: (bot.window.ends_at_ms - now) / 1_000, scope: 'global' };
      return { headers, retry_after_s: own !== null && !own.allowed ? (window.ends_at_ms - now) / 1_000 : null, scope: 'user' };
    },
  };
}

function bucketHeaders(rule: BucketRule, window: Window, now: number): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-limit': String(rule.limit),
    'x-ratelimit-remaining': String(Math.max(0, rule.limit - window.used)),
    'x-ratelimit-reset': (window.ends_at_ms / 1_000).toFixed(3),
    'x-ratelimit-reset-after': (Math.max(0, window.ends_at_ms - now) / 1_000).toFixed(3),
    // The bucket names the kind of request, not the channel: clients add the channel themselves.
    'x-ratelimit-bucket': createHash('sha256').update(rule.key.split(':')[0] ?? '').digest('hex').slice(0, 32),
  };
}

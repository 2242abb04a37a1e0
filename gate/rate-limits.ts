import type { EffectTool, ReadTool } from '../core/effect.ts';
import type { LedgerView } from '../core/ledger-view.ts';
import { coversTool, effectToolsOf, type RateLimit } from './policy.ts';

/** Counts reads in this process's memory: they leave nothing behind that a second process would have to know. */
export interface ReadLimits {
  /** Counts the call, or says in how many milliseconds there is room for it. */
  take(tool: ReadTool): number | null;
}

export function createReadLimits(limits: readonly RateLimit[], monotonic_ms: () => number): ReadLimits {
  const windows = limits.map((limit) => ({ limit, taken_ms: [] as number[] }));
  return {
    take(tool) {
      const now_ms = monotonic_ms();
      const touched = windows.filter(({ limit }) => coversTool(limit.tool, tool));
      let wait_ms = 0;
      for (const { limit, taken_ms } of touched) {
        const begin_ms = now_ms - limit.per_s * 1_000;
        while ((taken_ms[0] ?? Infinity) <= begin_ms) taken_ms.shift();
        if (taken_ms.length >= limit.max) wait_ms = Math.max(wait_ms, (taken_ms[0] ?? now_ms) - begin_ms);
      }
      if (wait_ms > 0) return wait_ms;
      for (const { taken_ms } of touched) taken_ms.push(now_ms);
      return null;
    },
  };
}

/**
 * Is there room for one more attempt of `tool`? Counted from the ledger, so it holds over all processes and restarts.
 * null, or the time (epoch ms) at which there will be.
 */
export function effectRoom(view: LedgerView, limits: readonly RateLimit[], tool: EffectTool, now_ms: number): number | null {
  let until_ms: number | null = null;
  for (const limit of limits) {
    if (!coversTool(limit.tool, tool)) continue;
    const since = new Date(now_ms - limit.per_s * 1_000).toISOString();
    const tools = effectToolsOf(limit.tool);
    const made = tools.reduce((sum, one) => sum + view.attemptsSince(one, since), 0);
    if (made < limit.max) continue;
    const oldest = tools.flatMap((one) => view.events({ attempted_tool: one, since, limit: 1 })).map((event) => Date.parse(event.at));
    until_ms = Math.max(until_ms ?? 0, Math.min(now_ms, ...oldest) + limit.per_s * 1_000);
  }
  return until_ms;
}

/** What is known of one agent's process. */
export interface AgentVitals {
  readonly alive: boolean;
  /** Since the last heartbeat; null: none was ever seen. */
  readonly silent_ms: number | null;
  readonly max_age_ms: number;
  /** Since the last start by us; null: never started. */
  readonly started_ms_ago: number | null;
  /** How often in a row it died soon after its start. */
  readonly quick_deaths: number;
  readonly backoff: { readonly first_ms: number; readonly max_ms: number };
}

export type Care = { readonly do: 'nothing' } | { readonly do: 'start'; readonly reason: string } | { readonly do: 'kill_and_start'; readonly reason: string } | { readonly do: 'wait'; readonly reason: string };

/** A dead agent is started, a living but silent one is killed and started; one that dies again and again waits longer each time. */
export function careFor(vitals: AgentVitals): Care {
  if (vitals.alive) {
    if (vitals.silent_ms === null || vitals.silent_ms <= vitals.max_age_ms) return { do: 'nothing' };
    return { do: 'kill_and_start', reason: `silent for ${Math.round(vitals.silent_ms / 1000)} s` };
  }
  if (vitals.started_ms_ago === null) return { do: 'start', reason: 'not running' };
  const wait_ms = vitals.quick_deaths === 0 ? 0 : Math.min(vitals.backoff.first_ms * 2 ** (vitals.quick_deaths - 1), vitals.backoff.max_ms);
  return vitals.started_ms_ago < wait_ms ? { do: 'wait', reason: 'backing off' } : { do: 'start', reason: 'its process is gone' };
}

import type { Holder } from './agent.ts';

/** One run of one schedule: `ops-monitor/check@2026-11-20T13:25:00.000Z`. Claimed once, whoever offers it. */
export interface SlotRow {
  readonly key: string;
  readonly claimed_by: Holder;
  readonly claimed_at: string;
  readonly finished_at: string | null;
  readonly attempts: number;
}

export function slotKey(agent: string, schedule: string, due_ms: number): string {
  return `${agent}/${schedule}@${new Date(due_ms).toISOString()}`;
}

import { createTask, schedule } from 'node-cron';

/** Calls `onDue` with the exact time at which each run was due, until stopped. */
export function startSchedule(options: { readonly cron: string; readonly time_zone: string; readonly onDue: (due_ms: number) => void }): { stop(): void } {
  const task = schedule(options.cron, (context) => { options.onDue(context.date.getTime()); }, { timezone: options.time_zone, suppressMissedWarning: true, missedExecutionTolerance: 60_000 });
  return { stop: () => void task.destroy() };
}

/** Longest look back, in minutes. */
const MAX_STEPS = 24 * 60;

/**
 * The newest time before `now_ms` at which the schedule was due, looking back at most `within_ms`. Schedules with seconds are
 * not looked up (null): their next run comes before anybody could miss one.
 */
export function previousDue(cron: string, time_zone: string, now_ms: number, within_ms: number): number | null {
  if (cron.trim().split(/\s+/).length > 5) return null;
  const task = createTask(cron, () => undefined, { timezone: time_zone });
  try {
    const newest_ms = Math.floor(now_ms / 60_000) * 60_000;
    const steps = Math.min(MAX_STEPS, Math.floor(within_ms / 60_000));
    for (let step = 0; step <= steps; step += 1) {
      const at = new Date(newest_ms - step * 60_000);
      if (task.match(at)) return at.getTime();
    }
    return null;
  } finally {
    void task.destroy();
  }
}

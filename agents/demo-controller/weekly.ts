import { incidentDay } from '../../core/incident-id.ts';
import { weeklyReport } from '../../core/report/weekly.ts';
import type { AgentContext } from '../frame/agent-context.ts';
import { sendReport } from '../frame/send-report.ts';

const WEEK_MS = 7 * 86_400_000;

/** What a week of rehearsals says about detection and repair. */
export async function sendWeeklyReport(context: AgentContext, due_ms: number): Promise<void> {
  const since = new Date(due_ms - WEEK_MS).toISOString();
  const runs = (await context.ledger.list('scenario_run')).filter((run) => run.requested_at >= since);
  const { learning_min_samples } = context.settings.agents['demo-controller'];
  const report = weeklyReport({ title_date: incidentDay(due_ms, context.settings.time_zone), runs, min_samples: learning_min_samples, messages: context.messages });
  await sendReport(context, `weekly-${new Date(due_ms).toISOString().slice(0, 10)}`, report);
}

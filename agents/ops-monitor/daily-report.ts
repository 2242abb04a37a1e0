import { incidentDay } from '../../core/incident-id.ts';
import { dailyReport as buildReport } from '../../core/report/daily.ts';
import type { AgentContext } from '../frame/agent-context.ts';
import { sendReport } from '../frame/send-report.ts';

const DAY_MS = 86_400_000;

/** The last 24 hours up to the time when the report was due. */
export async function dailyReport(context: AgentContext, due_ms: number): Promise<void> {
  const since = new Date(due_ms - DAY_MS).toISOString();
  const incidents = (await context.ledger.list('incident')).filter((incident) => incident.detected_at >= since || incident.status !== 'resolved');
  const runs = (await context.ledger.list('scenario_run')).filter((run) => run.requested_at >= since);
  const suppressed = await context.ledger.events({ kinds: ['finding.suppressed'], since });
  const title_date = incidentDay(due_ms, context.settings.time_zone);
  const report = buildReport({ title_date, incidents, runs, suppressed, messages: context.messages });
  await sendReport(context, `daily-${new Date(due_ms).toISOString().replaceAll(':', '')}`, report);
}

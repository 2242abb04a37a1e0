import { incidentDay } from '../../core/incident-id.ts';
import { resolverReport } from '../../core/report/resolver.ts';
import { stuckReport } from '../../core/report/stuck.ts';
import type { AgentContext } from '../frame/agent-context.ts';
import { sendReport } from '../frame/send-report.ts';

const DAY_MS = 86_400_000;

/** How the repairing of the last 24 hours went. */
export async function sendResolverReport(context: AgentContext, due_ms: number): Promise<void> {
  const since = new Date(due_ms - DAY_MS).toISOString();
  const incidents = (await context.ledger.list('incident')).filter((incident) => incident.detected_at >= since);
  const moves = await context.ledger.events({ kinds: ['ticket.moved'], since });
  const { targets } = context.settings.agents['jira-resolver'];
  const report = resolverReport({ title_date: incidentDay(due_ms, context.settings.time_zone), incidents, moves, targets, messages: context.messages });
  await sendReport(context, `repairs-${stamp(due_ms)}`, report);
}

/** Tickets that rest too long, if there are any. */
export async function sendStuckReport(context: AgentContext, due_ms: number): Promise<void> {
  const { stuck_after_s } = context.settings.agents['jira-resolver'];
  const report = stuckReport(await context.ledger.list('incident'), context.clock.now(), stuck_after_s, context.messages);
  if (report !== null) await sendReport(context, `stuck-${stamp(due_ms)}`, report);
}

function stamp(due_ms: number): string {
  return new Date(due_ms).toISOString().replaceAll(':', '');
}

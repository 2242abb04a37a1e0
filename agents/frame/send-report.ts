import { effectKey } from '../../core/digest.ts';
import { postMessage } from '../../core/effects/incident-chat.ts';
import { reportMarkdown, reportMessage, type Report } from '../../core/report/report.ts';
import type { AgentContext } from './agent-context.ts';

/** A report as a message in the review channel and as a file. Once a name: the name says the period. */
export async function sendReport(context: AgentContext, name: string, report: Report): Promise<void> {
  await context.reports.write(`${name}.md`, reportMarkdown(report));
  const message = reportMessage(report, `atlas:report:${name}`);
  const key = effectKey(context.effects.deployment, 'report', name);
  const outcome = await context.gate.effect(postMessage(message, { key, channel: 'review', purpose: 'report', incident_id: null, context: context.effects }));
  if (outcome.status === 'pending') throw new Error(`the report ${name} waits: ${outcome.reason}`);
}

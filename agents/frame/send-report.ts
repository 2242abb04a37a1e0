import { effectKey } from '../../core/digest.ts';
import { postMessage } from '../../core/effects/incident-chat.ts';
import { reportMarkdown, reportMessage, type Report } from '../../core/report/report.ts';
import type { AgentContext } from './agent-context.ts';

/** A report as a file, and as a message where this agent's reports are bound to. Once a name: the name says the period. */
export async function sendReport(context: AgentContext, name: string, report: Report): Promise<void> {
  await context.reports.write(`${name}.md`, reportMarkdown(report));
  const channel = context.effects.channelFor('report');
  if (channel === null) return;
  const message = reportMessage(report, `atlas:report:${name}`);
  const key = effectKey(context.effects.deployment, 'report', name);
  const outcome = await context.gate.effect(postMessage(message, { key, channel, purpose: 'report', incident_id: null, context: context.effects }));
  if (outcome.status === 'pending') throw new Error(`the report ${name} waits: ${outcome.reason}`);
}

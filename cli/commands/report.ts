import type { Command } from 'commander';
import { incidentDay } from '../../core/incident-id.ts';
import { messagesFor } from '../../core/messages/messages-for.ts';
import { dailyReport } from '../../core/report/daily.ts';
import { incidentMetrics } from '../../core/report/incident-metrics.ts';
import { reportMarkdown } from '../../core/report/report.ts';
import { openDeployment, type GlobalOptions } from '../deployment.ts';
import { withState } from '../operator.ts';
import { say, sayJson } from '../print.ts';

const DAY_MS = 86_400_000;

export function addReport(program: Command): void {
  program
    .command('report')
    .description('reports, made from the ledger now')
    .addHelpText('after', '\nExample:\n  atlas report daily')
    .command('daily')
    .description('the last 24 hours')
    .option('--json', 'print the figures as JSON')
    .addHelpText('after', '\nExample:\n  atlas report daily')
    .action(async (_: unknown, command: Command) => {
      const options: GlobalOptions = command.optsWithGlobals();
      const deployment = await openDeployment(options);
      const { settings } = deployment;
      const now_ms = Date.now();
      const since = new Date(now_ms - DAY_MS).toISOString();
      await withState(deployment, async ({ ledger }) => {
        const incidents = (await ledger.list('incident')).filter((incident) => incident.detected_at >= since || incident.status !== 'resolved');
        const runs = (await ledger.list('scenario_run')).filter((run) => run.requested_at >= since);
        const suppressed = await ledger.events({ kinds: ['finding.suppressed'], since });
        if (options.json === true) return sayJson({ since, metrics: incidentMetrics(incidents), incidents: incidents.map((incident) => incident.id), suppressed: suppressed.length });
        const report = dailyReport({ title_date: incidentDay(now_ms, settings.time_zone), incidents, runs, suppressed, messages: messagesFor(settings.language) });
        say(reportMarkdown(report));
      });
    });
}

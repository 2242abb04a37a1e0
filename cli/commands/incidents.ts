import type { Command } from 'commander';
import { messagesFor } from '../../core/messages/messages-for.ts';
import { formatTime } from '../../core/render/format.ts';
import { CommandError, openDeployment, type GlobalOptions } from '../deployment.ts';
import { narrate } from '../narrate.ts';
import { withState } from '../operator.ts';
import { say, sayJson, table } from '../print.ts';

export function addIncidents(program: Command): void {
  const incidents = program.command('incidents').description('what was found and what became of it').addHelpText('after', '\nExample:\n  atlas incidents list --open');
  incidents
    .command('list', { isDefault: true })
    .description('all incidents, newest first')
    .option('--open', 'only unfinished ones')
    .option('--json', 'print them as JSON')
    .addHelpText('after', '\nExample:\n  atlas incidents list --open --json')
    .action(async (_: unknown, command: Command) => { await list(command.optsWithGlobals()); });
  incidents
    .command('show <id>')
    .description('one incident and its whole story')
    .option('--json', 'print it as JSON, events included')
    .addHelpText('after', '\nExample:\n  atlas incidents show INC-20261120-001')
    .action(async (id: string, _: unknown, command: Command) => { await show(id, command.optsWithGlobals()); });
}

async function list(options: GlobalOptions & { readonly open?: boolean }): Promise<void> {
  const deployment = await openDeployment(options);
  const all = await withState(deployment, ({ ledger }) => ledger.list('incident'));
  const wanted = all.filter((incident) => options.open !== true || incident.status !== 'resolved').toReversed();
  if (options.json === true) return sayJson(wanted);
  if (wanted.length === 0) return say('No incidents.');
  const messages = messagesFor(deployment.settings.language);
  const rows = wanted.map((incident) => [
    incident.id,
    incident.service,
    messages.symptom[incident.symptom],
    messages.severity[incident.severity],
    incident.informational ? `(${messages.report.informational})` : messages.status[incident.status],
    incident.ticket?.key ?? '–',
    formatTime(incident.detected_at, deployment.settings.time_zone),
  ]);
  say(table(['incident', 'service', 'symptom', 'severity', 'status', 'ticket', 'detected'], rows));
}

async function show(id: string, options: GlobalOptions): Promise<void> {
  const deployment = await openDeployment(options);
  const { incident, events } = await withState(deployment, async ({ ledger }) => ({ incident: await ledger.get('incident', id), events: await ledger.events({ incident_id: id }) }));
  if (incident === null) throw new CommandError(`there is no incident ${id}`);
  if (options.json === true) return sayJson({ incident, events });
  say(`${incident.id} ${incident.service}: ${incident.suspect_reason}`);
  for (const event of events) {
    const line = narrate(event);
    if (line !== null) say(`${event.at}  ${event.actor.padEnd(15)} ${line}`);
  }
}

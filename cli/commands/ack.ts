import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { newEvent } from '../../core/event-data.ts';
import { CommandError, openDeployment, type GlobalOptions } from '../deployment.ts';
import { withState } from '../operator.ts';
import { say, sayJson } from '../print.ts';

export function addAck(program: Command): void {
  program
    .command('ack <id>')
    .description('acknowledge an incident: nobody further is called')
    .option('--by <name>', 'who has it now', userInfo().username)
    .option('--json', 'print the incident as JSON')
    .addHelpText('after', '\nExample:\n  atlas ack INC-20261120-001 --by kim')
    .action(async (id: string, _: unknown, command: Command) => {
      const options: GlobalOptions & { readonly by: string } = command.optsWithGlobals();
      const deployment = await openDeployment(options);
      const incident = await withState(deployment, async ({ ledger }) => {
        if ((await ledger.get('incident', id)) === null) throw new CommandError(`there is no incident ${id}`);
        await ledger.append([newEvent('incident.acknowledged', 'operator', id, { by: options.by })]);
        return ledger.get('incident', id);
      });
      if (options.json === true) sayJson(incident);
      else say(`${id} is with ${options.by}: nobody further is called.`);
    });
}

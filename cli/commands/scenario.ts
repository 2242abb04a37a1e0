import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { newEvent } from '../../core/event-data.ts';
import { requestScenario } from '../../core/scenario/request.ts';
import { CommandError, openDeployment, type GlobalOptions } from '../deployment.ts';
import { EXIT } from '../exit-codes.ts';
import { withState } from '../operator.ts';
import { say, sayJson, table } from '../print.ts';

export function addScenario(program: Command): void {
  const scenario = program
    .command('scenario')
    .description('rehearsals: load and faults in a demo, and what was noticed of them')
    .addHelpText('after', '\nExample:\n  atlas scenario run payment-failure --wait');
  scenario
    .command('list')
    .description('the scenarios that there are')
    .option('--json', 'print them as JSON')
    .addHelpText('after', '\nExample:\n  atlas scenario list')
    .action(async (_: unknown, command: Command) => {
      const options: GlobalOptions = command.optsWithGlobals();
      const { settings } = await openDeployment(options);
      const all = Object.values(settings.scenarios);
      if (options.json === true) return sayJson(all);
      say(table(['scenario', 'what', 'expected', 'lock'], all.map((one) => [one.name, one.title, one.expected.response, one.stress ? 'stress-test' : '–'])));
    });
  scenario
    .command('run <name>')
    .description('ask the demo-controller for a rehearsal')
    .option('--wait', 'until it is scored')
    .option('--json', 'print the run as JSON')
    .addHelpText('after', '\nExample:\n  atlas scenario run payment-failure --wait')
    .action(async (name: string, _: unknown, command: Command) => { await run(name, command.optsWithGlobals()); });
  scenario
    .command('stop <id>')
    .description('end a rehearsal early: load and flags go back, the lock is released')
    .option('--json', 'print the run as JSON')
    .addHelpText('after', '\nExample:\n  atlas scenario stop run-1f2e3d4c')
    .action(async (id: string, _: unknown, command: Command) => { await stop(id, command.optsWithGlobals()); });
}

async function stop(id: string, options: GlobalOptions): Promise<void> {
  const deployment = await openDeployment(options);
  await withState(deployment, async ({ ledger }) => {
    if ((await ledger.get('scenario_run', id)) === null) throw new CommandError(`there is no rehearsal ${id}`);
    await ledger.append([newEvent('scenario.stop_requested', 'operator', null, { id, requested_by: 'operator' })]);
    if (options.json === true) sayJson(await ledger.get('scenario_run', id));
    else say(`Asked ${id} to end.`);
  });
}

async function run(name: string, options: GlobalOptions & { readonly wait?: boolean }): Promise<void> {
  const deployment = await openDeployment(options);
  const wanted = deployment.settings.scenarios[name];
  if (wanted === undefined) throw new CommandError(`there is no scenario "${name}": atlas scenario list`, EXIT.usage);
  await withState(deployment, async ({ ledger }) => {
    const id = `run-${randomUUID().slice(0, 8)}`;
    await ledger.append([requestScenario({ ...wanted, name }, 'operator', id)]);
    if (options.wait !== true) {
      if (options.json === true) sayJson(await ledger.get('scenario_run', id));
      else say(`Asked for ${name} (${id}). The demo-controller takes it up in its next round.`);
      return;
    }
    for (;;) {
      const current = await ledger.get('scenario_run', id);
      if (current?.phase === 'ended' || current?.phase === 'failed') {
        if (options.json === true) sayJson(current);
        else say(`${name}: ${current.observed?.verdict ?? current.phase} (${current.observed?.reason ?? current.reason ?? ''})`);
        process.exitCode = current.observed?.verdict === 'as_expected' ? EXIT.fine : EXIT.failed;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  });
}

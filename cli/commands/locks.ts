import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { BLOCKABLE } from '../../core/lease.ts';
import { CommandError, openDeployment, stateDirOf, type GlobalOptions } from '../deployment.ts';
import { withState } from '../operator.ts';
import { say, sayJson } from '../print.ts';
import { writeHandLock } from '../hand-lock.ts';

export function addLocks(program: Command): void {
  program
    .command('lock <name>')
    .description('freeze automatic restarts and scaling until `atlas unlock`: the same as dropping a file into state/locks')
    .option('--reason <text>', 'why', 'by hand')
    .option('--json', 'print the lock as JSON')
    .addHelpText('after', '\nExample:\n  atlas lock freeze --reason "release in progress"')
    .action(async (name: string, _: unknown, command: Command) => {
      const options: GlobalOptions & { readonly reason: string } = command.optsWithGlobals();
      // No configuration is read: in an emergency it may be the very thing that is broken.
      const lock = { locked_by: userInfo().username, locked_at: new Date().toISOString(), reason: options.reason, blocks: [...BLOCKABLE] };
      const file = await writeHandLock(stateDirOf(options), name, lock);
      if (options.json === true) sayJson({ name, file, ...lock });
      else say(`Locked: nothing is restarted until \`atlas unlock ${name}\`.`);
    });
  program
    .command('unlock <name>')
    .description('release a lock, whoever holds it')
    .option('--json', 'print what was released as JSON')
    .addHelpText('after', '\nExample:\n  atlas unlock freeze')
    .action(async (name: string, _: unknown, command: Command) => {
      const options: GlobalOptions = command.optsWithGlobals();
      const deployment = await openDeployment(options);
      const released = await withState(deployment, ({ locks }) => locks.releaseAny(name, 'operator'));
      if (released.lease === null && released.removed_file === null) throw new CommandError(`there is no lock ${name}`);
      if (options.json === true) sayJson({ name, ...released });
      else say(`Released ${name}.`);
    });
}

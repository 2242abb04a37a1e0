import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { exportLedger } from '../../adapters/store/export-ledger.ts';
import { verifyLedger } from '../../adapters/store/verify-ledger.ts';
import { ledgerFile } from '../../agents/state.ts';
import { CommandError, stateDirOf, type GlobalOptions } from '../deployment.ts';
import { EXIT } from '../exit-codes.ts';
import { complain, paint, say, sayJson } from '../print.ts';

export function addLedger(program: Command): void {
  const ledger = program.command('ledger').description('the append-only record of everything that happened').addHelpText('after', '\nExample:\n  atlas ledger verify');
  ledger
    .command('verify')
    .description('check the hash chain from end to end, and the rows against the events')
    .option('--json', 'print the verdict as JSON')
    .addHelpText('after', '\nExample:\n  atlas ledger verify')
    .action(async (_: unknown, command: Command) => {
      const options: GlobalOptions = command.optsWithGlobals();
      const verdict = await verifyLedger(existingLedger(options));
      process.exitCode = verdict.ok ? EXIT.fine : EXIT.failed;
      if (options.json === true) return sayJson(verdict);
      for (const problem of verdict.problems) complain(String(typeof problem === 'string' ? problem : JSON.stringify(problem)));
      say(verdict.ok ? paint('green', `The ledger is whole: ${verdict.events} events.`) : paint('red', 'The ledger is not what was written.'));
    });
  ledger
    .command('export')
    .description('every event as a line of JSON')
    .option('--after <seq>', 'only events after that number', '0')
    .addHelpText('after', '\nExample:\n  atlas ledger export > ledger.jsonl')
    .action(async (_: unknown, command: Command) => {
      const options: GlobalOptions & { readonly after: string } = command.optsWithGlobals();
      for await (const line of exportLedger(existingLedger(options), Number(options.after))) {
        if (!process.stdout.write(`${line.trimEnd()}\n`)) await new Promise((resolve) => process.stdout.once('drain', resolve));
      }
    });
}

/** A ledger that is not there is no broken one: most likely the state folder is another. */
function existingLedger(options: GlobalOptions): string {
  const file = ledgerFile(stateDirOf(options));
  if (!existsSync(file)) throw new CommandError(`there is no ledger in ${stateDirOf(options)}: --state says where it is`, EXIT.usage);
  return file;
}

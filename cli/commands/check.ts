import type { Command } from 'commander';
import { checkConfiguration } from '../../settings/check.ts';
import { formatProblem, rootFileOf, stateDirOf, type GlobalOptions } from '../deployment.ts';
import { EXIT } from '../exit-codes.ts';
import { complain, paint, say, sayJson } from '../print.ts';

export function addCheck(program: Command): void {
  program
    .command('check')
    .description('everything that is wrong with the configuration, and the production check-list')
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExample:\n  atlas check --config atlas.sandbox.json5')
    .action(async (_: unknown, command: Command) => {
      const options: GlobalOptions = command.optsWithGlobals();
      const result = await checkConfiguration({ rootFile: rootFileOf(options), env: process.env, cwd: process.cwd(), stateDir: stateDirOf(options) });
      process.exitCode = result.problems.length > 0 ? EXIT.usage : result.checklist.some((item) => item.status === 'fail') ? EXIT.failed : EXIT.fine;
      if (options.json === true) return sayJson(result);
      for (const problem of result.problems) complain(formatProblem(problem));
      const mark = { ok: paint('green', 'ok  '), warn: paint('yellow', 'warn'), fail: paint('red', 'FAIL') };
      for (const item of result.checklist) say(`${mark[item.status]}  ${item.title}: ${item.detail}${item.status === 'ok' ? '' : `\n      → ${item.remedy}`}`);
      for (const warning of result.warnings) complain(`warning: ${formatProblem(warning)}`);
      if (result.problems.length > 0) complain(`${result.problems.length} problems in the configuration`);
    });
}

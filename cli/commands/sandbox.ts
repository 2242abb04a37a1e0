import { join } from 'node:path';
import type { Command } from 'commander';
import { PROJECT_ROOT, type GlobalOptions } from '../deployment.ts';
import { say, sayJson, table } from '../print.ts';
import { startWorldProcess } from '../world-process.ts';
import { wholeNumber } from '../options.ts';

interface SandboxOptions extends GlobalOptions {
  readonly seed: number;
  readonly users: number;
  readonly language: string;
}

export function addSandbox(program: Command): void {
  program
    .command('sandbox')
    .description('the world alone: a small shop and look-alikes of every system around it, to play with')
    .option('--seed <n>', 'repeats the same jitter', wholeNumber, 1)
    .option('--users <n>', 'users of the load generator', wholeNumber, 10)
    .option('--language <en|ko>', 'names of the Jira workflow', 'en')
    .option('--json', 'print addresses and environment as JSON')
    .addHelpText('after', '\nExample:\n  atlas sandbox --users 20')
    .action(async (_: unknown, command: Command) => {
      const options: SandboxOptions = command.optsWithGlobals();
      const world = await startWorldProcess({ ...options, stateDir: options.state ?? join(PROJECT_ROOT, '.atlas', `sandbox-${process.pid}`) });
      if (options.json === true) sayJson({ urls: world.urls, env: world.env });
      else {
        say('The sandbox is up. Open the control page, or point Atlas at it.\n');
        say(table(['what', 'where'], Object.entries(world.urls)));
        say('\nCtrl-C ends it.');
      }
      await new Promise<void>((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { resolve(); });
        void world.ended.then(() => { resolve(); });
      });
      await world.stop();
    });
}

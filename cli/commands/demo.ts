import { join } from 'node:path';
import type { Command } from 'commander';
import { CommandError, PROJECT_ROOT, type GlobalOptions } from '../deployment.ts';
import { EXIT } from '../exit-codes.ts';
import { wholeNumber } from '../options.ts';

interface DemoCommandOptions {
  readonly config?: string;
  readonly state?: string;
  readonly story?: string;
  readonly seed: number;
  readonly language: string;
  readonly json?: string;
  readonly keep?: boolean;
  readonly dryRun?: boolean;
}

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('the whole loop on this machine in about a minute: real traffic goes bad, and is noticed, repaired, proven and reported')
    .option('--story <name>', 'only one story: wedged, bad-flag or load-test')
    .option('--seed <n>', 'repeats the same faults and jitter', wholeNumber, 1)
    .option('--language <en|ko>', 'names of the Jira workflow', 'en')
    .option('--json <file>', 'write the outcome there')
    .option('--keep', 'leave the world up at the end and print its addresses')
    .option('--dry-run', 'the agents say what they would do and do nothing')
    .addHelpText('after', '\nExit code 0 only if every story ended as it should.\nExample:\n  atlas demo --story wedged --json outcome.json')
    .action(async (_: unknown, command: Command) => {
      const options: DemoCommandOptions & Omit<GlobalOptions, 'json'> = command.optsWithGlobals();
      const { language } = options;
      if (language !== 'en' && language !== 'ko') throw new CommandError('--language: en or ko', EXIT.usage);
      const { runDemo } = await import('../demo/run-demo.ts');
      process.exitCode = await runDemo({
        stateDir: options.state ?? join(PROJECT_ROOT, '.atlas', 'demo', `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${process.pid}`),
        seed: options.seed,
        language,
        dryRun: options.dryRun === true,
        story: options.story ?? null,
        jsonFile: options.json ?? null,
        keep: options.keep === true,
        ...(options.config === undefined ? {} : { config: options.config }),
      });
    });
}

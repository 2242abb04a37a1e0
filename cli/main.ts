import { Command, CommanderError } from 'commander';
import { toAtlasError } from '../core/error.ts';
import { CommandError } from './deployment.ts';
import { EXIT } from './exit-codes.ts';
import { complain } from './print.ts';
import { addAck } from './commands/ack.ts';
import { addAgent } from './commands/agent.ts';
import { addCheck } from './commands/check.ts';
import { addDemo } from './commands/demo.ts';
import { addDockerGate } from './commands/docker-gate.ts';
import { addIncidents } from './commands/incidents.ts';
import { addLedger } from './commands/ledger.ts';
import { addLocks } from './commands/locks.ts';
import { addReport } from './commands/report.ts';
import { addSandbox } from './commands/sandbox.ts';
import { addScenario } from './commands/scenario.ts';
import { addStatus } from './commands/status.ts';
import { addUp } from './commands/up.ts';

const program = new Command('atlas')
  .description('An always-on team of small agents that does the site reliability work of a system, and measures how well it does it.')
  .option('--config <file>', 'root configuration file (default: atlas.json5 of the clone)')
  .option('--state <dir>', 'state folder of the deployment (default: state/ of the clone)')
  .addHelpText('after', '\nExample:\n  atlas demo --story wedged\n\nExit codes: 0 fine, 1 failed, 2 bad usage or configuration, 3 could not reach something.')
  .exitOverride()
  .configureOutput({ outputError: (text, write) => { write(text); } });

for (const add of [addDemo, addSandbox, addUp, addAgent, addCheck, addStatus, addIncidents, addAck, addLocks, addScenario, addReport, addLedger, addDockerGate]) add(program);
// Options of the whole program may stand after the command too: nobody remembers which side they belong on.
for (const command of everyCommand(program)) {
  command.exitOverride();
  if (command.commands.length > 0) continue;
  command.option('--config <file>', 'root configuration file').option('--state <dir>', 'state folder of the deployment');
}

try {
  await program.parseAsync();
} catch (thrown) {
  process.exitCode = explain(thrown);
}

function everyCommand(of: Command): readonly Command[] {
  return of.commands.flatMap((command) => [command, ...everyCommand(command)]);
}

function explain(thrown: unknown): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.fine : EXIT.usage;
  if (thrown instanceof CommandError) {
    complain(`atlas: ${thrown.message}`);
    return thrown.exit;
  }
  const error = toAtlasError(thrown);
  complain(`atlas: ${error.message}`);
  if (process.env['ATLAS_DEBUG'] !== undefined && thrown instanceof Error) complain(thrown.stack ?? '');
  return error.error_code === 'UPSTREAM_ERROR' || error.error_code === 'UPSTREAM_TIMEOUT' ? EXIT.unreachable : EXIT.failed;
}

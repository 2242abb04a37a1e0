import type { Command } from 'commander';
import { AGENT_NAMES, isAgentName } from '../../core/agent.ts';
import { CommandError, openDeployment, type GlobalOptions } from '../deployment.ts';
import { EXIT } from '../exit-codes.ts';

interface AgentOptions extends GlobalOptions {
  readonly supervise?: boolean;
  readonly log?: string;
  readonly dieWith?: string;
}

export function addAgent(program: Command): void {
  program
    .command('agent <name>')
    .description(`run one agent in this process: ${AGENT_NAMES.join(', ')}`)
    .option('--dry-run', 'say what would be done and do nothing')
    .option('--supervise', 'atlas only: start the other agents as processes (otherwise a container engine does)')
    .option('--log <file>', 'write the log there, rotated, instead of to standard error')
    .option('--die-with <pid:start>', 'end when that process ends')
    .addHelpText('after', '\nExample:\n  atlas agent ops-monitor --state /var/lib/atlas')
    .action(async (name: string, _: unknown, command: Command) => {
      if (!isAgentName(name)) throw new CommandError(`there is no agent "${name}": ${AGENT_NAMES.join(', ')}`, EXIT.usage);
      const options: AgentOptions = command.optsWithGlobals();
      const deployment = await openDeployment(options);
      const { runAgentProcess } = await import('../run-agent-process.ts');
      process.exitCode = await runAgentProcess(name, deployment, options);
    });
}

import { InvalidArgumentError, type Command } from 'commander';
import { CommandError, stateDirOf, type GlobalOptions } from '../deployment.ts';
import { EXIT } from '../exit-codes.ts';
import { endWith } from '../end-with.ts';
import { complain } from '../print.ts';

interface GateCommandOptions extends GlobalOptions {
  readonly engine: string;
  readonly listen: { readonly host: string; readonly port: number };
  readonly allow: readonly string[];
  readonly hostName?: readonly string[];
  readonly dieWith?: string;
}

export function addDockerGate(program: Command): void {
  program
    .command('docker-gate')
    .description('the only program that knows the engine socket: list, inspect, logs, stats and restart of named containers, nothing else')
    .requiredOption('--engine <address>', 'unix:///….sock or tcp://host:port', process.env['DOCKER_ENGINE'])
    .option('--listen <host:port>', 'where agents reach it', parseListen, { host: '127.0.0.1', port: 2375 })
    .requiredOption('--allow <names>', 'container names, comma-separated; may be given again', collect)
    .option('--host-name <name>', 'a further name by which agents call it', collect)
    .option('--die-with <pid:start>', 'end when that process ends')
    .addHelpText('after', '\nThe token that agents must show comes from ATLAS_GATE_TOKEN.\nExample:\n  ATLAS_GATE_TOKEN=… atlas docker-gate --engine unix:///var/run/docker.sock --allow cart,payment')
    .action(async (_: unknown, command: Command) => {
      const options: GateCommandOptions = command.optsWithGlobals();
      const token = process.env['ATLAS_GATE_TOKEN'];
      if (token === undefined || token === '') throw new CommandError('ATLAS_GATE_TOKEN is not set: agents could not be told from anybody else', EXIT.usage);
      const { runDockerGate } = await import('../../docker-gate/main.ts');
      if (options.dieWith !== undefined) endWith(options.dieWith, () => process.kill(process.pid, 'SIGTERM'));
      try {
        await runDockerGate({
          engine: options.engine,
          listen: options.listen,
          allow: options.allow,
          token,
          stateDir: stateDirOf(options),
          ...(options.hostName === undefined ? {} : { hostNames: options.hostName }),
          log: complain,
        });
      } catch (thrown) {
        throw new CommandError(thrown instanceof Error ? thrown.message : String(thrown), EXIT.usage);
      }
    });
}

function collect(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), ...text.split(',').map((name) => name.trim()).filter((name) => name !== '')];
}

function parseListen(text: string): { readonly host: string; readonly port: number } {
  const colon = text.lastIndexOf(':');
  const port = Number(text.slice(colon + 1));
  if (colon < 1 || !Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('expected HOST:PORT');
  return { host: text.slice(0, colon), port };
}

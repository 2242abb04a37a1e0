import type { Command } from 'commander';
import { systemClock } from '../../adapters/host/clock.ts';
import { ensureRedis } from '../../adapters/store/ensure-redis.ts';
import { openState } from '../../agents/state.ts';
import { openDeployment, type GlobalOptions } from '../deployment.ts';
import { reserveGate, startGateProcess } from '../gate-process.ts';
import { keep } from '../keeper.ts';
import { say } from '../print.ts';
import { startAgentProcess } from '../run-agent-process.ts';
import { stopTeam } from '../stop-team.ts';

interface UpOptions extends GlobalOptions {
  readonly engine?: string;
}

export function addUp(program: Command): void {
  program
    .command('up')
    .description('run the whole team on this machine, and keep it running')
    .option('--engine <address>', 'also start docker-gate before this engine (unix:///….sock); otherwise ATLAS_GATE_URL says where it is')
    .option('--dry-run', 'say what would be done and do nothing')
    .addHelpText('after', '\nExample:\n  atlas up --engine unix:///var/run/docker.sock')
    .action(async (_: unknown, command: Command) => {
      await up(command.optsWithGlobals());
    });
}

async function up(options: UpOptions): Promise<void> {
  const gate = options.engine === undefined ? null : await reserveGate();
  if (gate !== null) Object.assign(process.env, { ATLAS_GATE_URL: gate.url, ATLAS_GATE_TOKEN: gate.token });
  // Looked at first: a wrong configuration starts nothing, and installs nothing either.
  await openDeployment(options);
  const redis = await ensureRedis({ env: process.env, say });
  process.env['ATLAS_REDIS_URL'] = redis.url;
  const deployment = await openDeployment(options);
  const { settings, stateDir } = deployment;
  const clock = systemClock();
  const state = openState({ ...deployment, actor: 'keeper', clock });
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { ending.abort(); });
  const onStart = (name: string, again: boolean): void => { say(`${name} ${again ? 'is started again' : 'is up'}`); };
  const keepers = [
    keep(
      {
        name: 'atlas',
        start: () => startAgentProcess('atlas', deployment, options),
        // Another keeper's atlas, or one that survived its keeper, is taken over rather than doubled.
        adopt: async () => {
          const beat = (await state.heartbeats.all()).find((one) => one.agent === 'atlas');
          return beat !== undefined && state.isAlive(beat.holder) ? beat.holder.pid : null;
        },
      },
      { clock, signal: ending.signal, onStart },
    ),
  ];
  if (gate !== null && options.engine !== undefined) {
    const { engine } = options;
    const allow = Object.values(settings.services.catalog).flatMap((service) => service.container ?? []);
    keepers.push(keep({ name: 'docker-gate', start: () => startGateProcess({ ...gate, engine, allow, stateDir, env: process.env }) }, { clock, signal: ending.signal, onStart }));
  }
  say(`State: ${stateDir}. Ctrl-C ends the team.`);
  await Promise.all(keepers);
  await stopTeam(state, clock);
  state.close();
  await redis.stop();
}

import { join } from 'node:path';
import { systemClock } from '../../adapters/host/clock.ts';
import { ensureRedis, type RedisAccess } from '../../adapters/store/ensure-redis.ts';
import { openState, type SharedState } from '../../agents/state.ts';
import { AGENT_NAMES } from '../../core/agent.ts';
import type { Clock } from '../../core/ports.ts';
import { CommandError, openDeployment, PROJECT_ROOT, type Deployment } from '../deployment.ts';
import { reserveGate, startGateProcess } from '../gate-process.ts';
import { keep } from '../keeper.ts';
import { say } from '../print.ts';
import { processName } from '../end-with.ts';
import { startAgentProcess } from '../run-agent-process.ts';
import { stopTeam } from '../stop-team.ts';
import { startWorldProcess, type WorldProcess } from '../world-process.ts';

export interface StageOptions {
  readonly stateDir: string;
  readonly seed: number;
  readonly language: 'en' | 'ko';
  readonly dryRun: boolean;
  readonly config?: string;
}

/** Everything that a demo needs, up and running: Redis, the world, docker-gate and the team. */
export interface Stage {
  readonly deployment: Deployment;
  readonly world: WorldProcess;
  readonly redis: RedisAccess;
  readonly state: SharedState;
  readonly clock: Clock;
  /** When the team's first process was started, epoch ms. */
  readonly started_at_ms: number;
  /** Ends everything, in order. */
  strike(): Promise<void>;
}

const USERS = 10;

export async function setStage(options: StageOptions): Promise<Stage> {
  const clock = systemClock();
  const redis = await ensureRedis({ env: process.env, say });
  const [world, gate] = await Promise.all([startWorldProcess({ ...options, users: USERS }), reserveGate()]);
  Object.assign(process.env, world.env, { ATLAS_REDIS_URL: redis.url, ATLAS_GATE_URL: gate.url, ATLAS_GATE_TOKEN: gate.token });
  const ending = new AbortController();
  try {
    const deployment = await openDeployment({ config: options.config ?? join(PROJECT_ROOT, 'atlas.sandbox.json5'), state: options.stateDir });
    const state = openState({ ...deployment, actor: 'keeper', clock });
    const started_at_ms = clock.now();
    const keepers = startTeam(deployment, state, gate, world, clock, ending.signal, options.dryRun);
    return {
      deployment,
      world,
      redis,
      state,
      clock,
      started_at_ms,
      async strike() {
        ending.abort();
        await Promise.allSettled(keepers);
        await stopTeam(state, clock);
        state.close();
        await world.stop();
        await redis.stop();
      },
    };
  } catch (thrown) {
    ending.abort();
    await world.stop();
    await redis.stop();
    throw thrown;
  }
}

function startTeam(
  deployment: Deployment,
  state: SharedState,
  gate: { readonly port: number; readonly token: string },
  world: WorldProcess,
  clock: Clock,
  signal: AbortSignal,
  dryRun: boolean,
): readonly Promise<void>[] {
  const engine = world.env['DOCKER_ENGINE'] ?? '';
  const allow = Object.values(deployment.settings.services.catalog).flatMap((service) => service.container ?? []);
  const me = processName(process.pid);
  const onStart = (name: string, again: boolean): void => {
    if (again) say(`         keeper          starts ${name} again`);
  };
  return [
    keep({ name: 'docker-gate', start: () => startGateProcess({ ...gate, engine, allow, stateDir: deployment.stateDir, env: process.env, dieWith: me }) }, { clock, signal, onStart }),
    keep(
      {
        name: 'atlas',
        start: () => startAgentProcess('atlas', deployment, { dieWith: me, dryRun }),
        adopt: async () => {
          const beat = (await state.heartbeats.all()).find((one) => one.agent === 'atlas');
          return beat !== undefined && state.isAlive(beat.holder) ? beat.holder.pid : null;
        },
      },
      { clock, signal, onStart },
    ),
  ];
}

const UP_WITHIN_MS = 25_000;

/** Waits until every agent lives, the monitor has looked at least once, and there is a period to compare with. */
export async function untilReady(stage: Stage, waiting: (for_what: string) => void): Promise<void> {
  const { clock, state, deployment } = stage;
  const start_ms = clock.monotonic_ms();
  // The world has had traffic for a while already when the team is up.
  const warm_ms = deployment.settings.alerting.window_s * 1_250;
  for (;;) {
    const beats = await state.heartbeats.all();
    const missing = AGENT_NAMES.filter((agent) => deployment.settings.agents[agent].enabled && !beats.some((beat) => beat.agent === agent));
    const looked = (await state.ledger.list('slot', ['finished'])).some((slot) => slot.key.startsWith('ops-monitor/check@'));
    const waited_ms = clock.monotonic_ms() - start_ms;
    if (missing.length === 0 && looked && waited_ms >= warm_ms) return;
    if (waited_ms > UP_WITHIN_MS) throw new CommandError(`the team did not come up (${missing.join(', ')}): see ${join(deployment.stateDir, 'logs')}`);
    waiting(missing.length > 0 ? `waiting for ${missing.join(', ')}` : 'traffic flows, the monitor learns what normal is');
    await clock.sleep(100);
  }
}

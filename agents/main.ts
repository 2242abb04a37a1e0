import { startSchedule } from '../adapters/cron/scheduler.ts';
import { systemClock } from '../adapters/host/clock.ts';
import { createQueueProducer } from '../adapters/store/queue-producer.ts';
import { startQueueConsumer } from '../adapters/store/queue-consumer.ts';
import { claimSlot, finishSlot } from '../adapters/store/slots.ts';
import type { AgentName } from '../core/agent.ts';
import { storyEvent } from '../core/event-data.ts';
import type { Logger } from '../core/ports.ts';
import type { Settings } from '../settings/settings.ts';
import { createContext } from './context.ts';
import { createDoors } from './doors.ts';
import { programOf } from './program-of.ts';
import { openState, type SharedState } from './state.ts';
import type { AgentContext } from './frame/agent-context.ts';
import { startLocalClock, startOffering } from './frame/schedules.ts';
import { createSlotRunner } from './frame/slot-runner.ts';

export interface RunAgentOptions {
  readonly name: AgentName;
  readonly settings: Settings;
  readonly stateDir: string;
  readonly log: Logger;
  readonly redact: (text: string) => string;
  readonly dry_run: boolean;
  /** Ends the agent: what is under way is finished, for a few seconds at most. */
  readonly signal: AbortSignal;
  /** null: a container engine starts the agents, atlas only watches. */
  readonly startAgent: ((agent: AgentName) => void) | null;
  readonly failpoint: (name: string) => void;
}

/** How long a running job may take to end after the signal. */
const CLOSE_WITHIN_MS = 5_000;

/** `already_running`: another living process is this agent; this one must go. */
export type AgentExit = 'ended' | 'already_running';

/** One agent, from start to end. The only place where its parts are put together. */
export async function runAgent(options: RunAgentOptions): Promise<AgentExit> {
  const { name, settings, stateDir, log, signal } = options;
  const clock = systemClock();
  const state = openState({ stateDir, actor: name, clock, settings, redact: options.redact, failpoint: options.failpoint });
  const claim = state.heartbeats.claimSingleton(name, state.holder, state.isAlive);
  if (!claim.claimed) {
    log.warn('this agent runs already', { pid: claim.by.pid });
    state.close();
    return 'already_running';
  }
  const doors = createDoors(settings, clock, log);
  const context = await createContext({ ...options, clock, state, doors });
  await state.locks.reconcileMirrors();
  await state.ledger.append([storyEvent('agent.started', name, null, { agent: name, instance: state.holder.instance, pid: state.holder.pid })]);
  log.info('started', { pid: process.pid });

  const stopParts = startParts(context, state, options);
  await untilAborted(signal);
  await Promise.race([stopParts(), clock.sleep(CLOSE_WITHIN_MS)]);
  await state.ledger.append([storyEvent('agent.stopped', name, null, { agent: name, instance: state.holder.instance })]);
  state.heartbeats.releaseSingleton(name, state.holder);
  await doors.close().catch(() => undefined);
  state.close();
  return 'ended';
}

function startParts(context: AgentContext, state: SharedState, options: RunAgentOptions): () => Promise<void> {
  const { settings, signal } = options;
  const { name, holder, ledger, log, clock } = context;
  const url = settings.integrations.redis.url.reveal();
  const { prefix } = settings.integrations.redis;
  const producer = name === 'atlas' ? createQueueProducer({ url, prefix, onState: (now) => { log.info(`queue is ${now}`); } }) : null;
  const program = programOf(context, { state, producer, startAgent: options.startAgent });
  const claims = {
    claim: async (key: string) => (await claimSlot(ledger, { key, holder, actor: name }, state.isAlive)).claimed,
    finish: async (key: string, ok: boolean, note?: string) => {
      await finishSlot(ledger, { key, holder, actor: name, ok, ...(note === undefined ? {} : { note }) });
    },
  };
  const run = createSlotRunner(context, program, claims, signal);
  const consumer = startQueueConsumer({ agent: name, url, prefix, handle: run, onState: (now) => { log.info(`queue consumer is ${now}`); } });
  const local = startLocalClock({ settings, agent: name, clock, start: startSchedule, signal, run });
  const offering = producer === null ? null : startOffering({ settings, producer, start: startSchedule });
  const beating = beat(context);
  for (const schedule of program.at_start ?? []) void run({ schedule, due_ms: clock.now() });
  const running = program.run?.(signal) ?? Promise.resolve();
  return async () => {
    local.stop();
    offering?.stop();
    await Promise.allSettled([consumer.close(), producer?.close(), running, beating]);
  };

  async function beat({ heartbeats }: AgentContext): Promise<void> {
    const every_ms = settings.agents[name].heartbeat.interval_s * 1000;
    while (!signal.aborted) {
      await heartbeats.beat(holder, 'running').catch((thrown: unknown) => { log.warn('no heartbeat', { error: String(thrown) }); });
      await clock.sleep(every_ms, signal);
    }
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => { resolve(); }, { once: true });
  });
}

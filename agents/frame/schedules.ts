import type { AgentName } from '../../core/agent.ts';
import { AGENT_NAMES } from '../../core/agent.ts';
import type { Clock, QueueProducer } from '../../core/ports.ts';
import type { Settings } from '../../settings/settings.ts';

/** Fires at each due time of a cron expression. */
export type StartSchedule = (options: { readonly cron: string; readonly time_zone: string; readonly onDue: (due_ms: number) => void }) => { stop(): void };

export function schedulesOf(settings: Settings, agent: AgentName): readonly (readonly [name: string, cron: string])[] {
  return Object.entries(settings.agents[agent].schedules).map(([name, schedule]) => [name, schedule.cron] as const);
}

/**
 * The agent's own clock: at each due time it waits a moment for the queue's offer and then takes the slot itself, if nobody
 * has. While Redis is away this is what keeps the agent going.
 */
export function startLocalClock(options: {
  readonly settings: Settings;
  readonly agent: AgentName;
  readonly clock: Clock;
  readonly start: StartSchedule;
  readonly signal: AbortSignal;
  readonly run: (offer: { readonly schedule: string; readonly due_ms: number }) => Promise<void>;
}): { stop(): void } {
  const grace_ms = options.settings.agents.atlas.local_tick_grace_s * 1000;
  const tasks = schedulesOf(options.settings, options.agent).map(([schedule, cron]) =>
    options.start({
      cron,
      time_zone: options.settings.time_zone,
      onDue: (due_ms) => {
        void options.clock.sleep(grace_ms, options.signal).then(() => options.run({ schedule, due_ms }));
      },
    }),
  );
  return { stop: () => { for (const task of tasks) task.stop(); } };
}

/** Atlas's clock: offers every agent's slots through the queue. A queue that is away is no error: the agents have their own clocks. */
export function startOffering(options: {
  readonly settings: Settings;
  readonly producer: QueueProducer;
  readonly start: StartSchedule;
}): { stop(): void } {
  const tasks = AGENT_NAMES.filter((agent) => options.settings.agents[agent].enabled).flatMap((agent) =>
    schedulesOf(options.settings, agent).map(([schedule, cron]) =>
      options.start({
        cron,
        time_zone: options.settings.time_zone,
        onDue: (due_ms) => {
          options.producer.offer({ agent, schedule, due_ms }).catch(() => undefined);
        },
      }),
    ),
  );
  return { stop: () => { for (const task of tasks) task.stop(); } };
}

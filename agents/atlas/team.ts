import type { AgentName, Holder } from '../../core/agent.ts';

/** How atlas reaches the processes of the other agents; in a container deployment the engine starts them and `start` is absent. */
export interface Team {
  /** Starts the agent's process; it outlives us. */
  start(agent: AgentName): Promise<void>;
  kill(holder: Holder): void;
  isAlive(holder: Holder): boolean;
}

/** Puts due slots before the agents, by way of the queue. */
export interface SlotOffers {
  offer(agent: AgentName, schedule: string, due_ms: number): Promise<void>;
  /** The newest time before now at which the schedule was due, within `within_ms`; null when there is none. */
  previousDue(cron: string, time_zone: string, now_ms: number, within_ms: number): number | null;
}

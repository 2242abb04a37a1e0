import { previousDue } from '../adapters/cron/scheduler.ts';
import { deadManPing } from '../adapters/host/dead-man.ts';
import { killHolder } from '../adapters/host/agent-process.ts';
import type { AgentName } from '../core/agent.ts';
import type { QueueProducer } from '../core/ports.ts';
import { atlas } from './atlas/program.ts';
import { demoController } from './demo-controller/program.ts';
import type { AgentContext, AgentProgram } from './frame/agent-context.ts';
import { jiraResolver } from './jira-resolver/program.ts';
import { opsMonitor } from './ops-monitor/program.ts';
import type { SharedState } from './state.ts';

export interface ProgramDoors {
  readonly state: SharedState;
  readonly producer: QueueProducer | null;
  /** Starts another agent's process; null where the container engine does that. */
  readonly startAgent: ((agent: AgentName) => void) | null;
}

/** The agents by name: a new one is one folder and one line here. */
export function programOf(context: AgentContext, doors: ProgramDoors): AgentProgram {
  switch (context.name) {
    case 'ops-monitor':
      return opsMonitor(context);
    case 'jira-resolver':
      return jiraResolver(context);
    case 'demo-controller':
      return demoController(context);
    case 'atlas':
      return atlas(context, atlasDoors(context, doors));
  }
}

function atlasDoors(context: AgentContext, { state, producer, startAgent }: ProgramDoors): Parameters<typeof atlas>[1] {
  const { dead_man } = context.settings.integrations;
  return {
    team: startAgent === null ? null : { start: async (agent) => { startAgent(agent); }, kill: killHolder, isAlive: state.isAlive },
    offers: { offer: async (agent, schedule, due_ms) => { await producer?.offer({ agent, schedule, due_ms }); }, previousDue },
    dead_man: dead_man.url === '' || dead_man.url.reveal() === '' ? null : { ping: deadManPing(dead_man.url, 5_000) },
  };
}

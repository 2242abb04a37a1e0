import type { AgentContext, AgentProgram } from '../frame/agent-context.ts';
import { sendResolverReport, sendStuckReport } from './reports.ts';
import { resolve } from './resolve.ts';

/** Takes tickets through their life: diagnosis, runbook, guarded action, proof, or people. */
export function jiraResolver(context: AgentContext): AgentProgram {
  return {
    at_start: ['resolve'],
    jobs: {
      resolve: () => resolve(context),
      stuck_tickets: (run) => sendStuckReport(context, run.due_ms),
      report: (run) => sendResolverReport(context, run.due_ms),
    },
  };
}

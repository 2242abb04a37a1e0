import type { AgentContext, AgentProgram } from '../frame/agent-context.ts';
import { check, type MonitorMemory } from './check.ts';
import { dailyReport } from './daily-report.ts';

/** Watches: samples → findings → incidents, tickets and messages, and the daily report. */
export function opsMonitor(context: AgentContext): AgentProgram {
  const memory: MonitorMemory = { clear_checks: new Map() };
  return {
    at_start: ['check'],
    jobs: {
      check: () => check(context, memory),
      daily_report: (run) => dailyReport(context, run.due_ms),
    },
  };
}

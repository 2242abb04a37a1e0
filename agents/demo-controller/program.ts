import type { AgentContext, AgentProgram } from '../frame/agent-context.ts';
import { driveEvaluations } from './evaluate-flags.ts';
import { dailyPattern } from './pattern.ts';
import { step } from './step.ts';
import { sendWeeklyReport } from './weekly.ts';

/** Rehearses: load and faults in the demo, and a score for what the others noticed. */
export function demoController(context: AgentContext): AgentProgram {
  return {
    at_start: ['step'],
    jobs: {
      step: () => step(context),
      daily_pattern: (run) => dailyPattern(context, run.due_ms),
      weekly_report: (run) => sendWeeklyReport(context, run.due_ms),
    },
    run: (signal) => driveEvaluations(context, signal),
  };
}

import { requestScenario } from '../../core/scenario/request.ts';
import type { AgentContext } from '../frame/agent-context.ts';

/** Hour of the day in the deployment's zone, 0..23. */
function hourIn(now_ms: number, time_zone: string): number {
  return Number(new Intl.DateTimeFormat('en-GB', { timeZone: time_zone, hour: '2-digit', hourCycle: 'h23' }).format(now_ms));
}

/** The day's load, hour by hour, and the stress sequence where it is switched on: each asked for once a slot. */
export async function dailyPattern(context: AgentContext, due_ms: number): Promise<void> {
  const { daily_pattern, stress_sequence } = context.settings.agents['demo-controller'];
  const hour = hourIn(due_ms, context.settings.time_zone);
  const names: string[] = [];
  if (daily_pattern.enabled) {
    const phase = daily_pattern.phases.find((one) => hour === one.from_hour);
    if (phase !== undefined) names.push(phase.scenario);
  }
  if (stress_sequence.enabled && hour === 0) names.push(...stress_sequence.scenarios);
  for (const [index, name] of names.entries()) {
    const scenario = context.settings.scenarios[name];
    if (scenario === undefined) continue;
    const id = `pattern-${new Date(due_ms).toISOString().slice(0, 13)}-${index}-${name}`;
    await context.ledger.transact((view) => ({
      events: view.get('scenario_run', id) === null ? [requestScenario({ ...scenario, name }, context.name, id)] : [],
      result: null,
    }));
  }
}

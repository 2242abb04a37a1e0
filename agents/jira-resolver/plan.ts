import { newEvent, storyEvent } from '../../core/event-data.ts';
import type { Incident } from '../../core/incident.ts';
import { guardRestart, type GuardVerdict } from '../../core/repair/guard.ts';
import type { AgentContext } from '../frame/agent-context.ts';
import { actionNamed } from './actions/registry.ts';
import { rulesFor } from './rules-for.ts';

/**
 * The next repair of an incident: which runbook, which action, on what, and whether that is allowed now. A refusal that will
 * pass is recorded once a reason and waited for; one that will not becomes a hand-over.
 */
export async function plan(context: AgentContext, incident: Incident, actions_this_run: number): Promise<'planned' | 'waits'> {
  const runbook = context.settings.runbooks[incident.diagnosis?.runbook ?? ''];
  const step = runbook?.steps.find((one) => actionNamed(one.action)?.kind === 'repair');
  const action = step === undefined ? null : actionNamed(step.action);
  const n = incident.attempts.length + 1;
  if (runbook === undefined || step === undefined || action?.kind !== 'repair') {
    await abandon(context, incident, n, 'no runbook has a repair for this');
    return 'planned';
  }
  const target = action.target({ context, incident, target: incident.service, container: null });
  const verdict = await mayRestart(context, incident, target, rulesFor(context, runbook.name).attempts_allowed, actions_this_run);
  if (verdict.verdict === 'wait') {
    await refuseOnce(context, incident, verdict);
    return 'waits';
  }
  if (verdict.verdict === 'forbid') {
    await abandon(context, incident, n, verdict.reason);
    return 'planned';
  }
  await context.ledger.append([
    newEvent('plan.made', context.name, incident.id, { n, runbook: runbook.name, action: step.action, target, reason: step.why }),
    storyEvent('guard.allowed', context.name, incident.id, { n, reason: verdict.reason }),
  ]);
  return 'planned';
}

async function mayRestart(context: AgentContext, incident: Incident, target: string, attempts_allowed: number, actions_this_run: number): Promise<GuardVerdict> {
  const { policy, services, agents } = context.settings;
  const now_ms = context.clock.now();
  const container = services.catalog[target]?.container ?? null;
  const restarts = (await context.ledger.list('effect', ['attempted', 'done', 'ambiguous'])).filter((effect) => effect.tool === 'docker.restart' && effect.attempted_at !== null);
  const times = restarts.map((effect) => ({ container: (effect.input as { container?: string } | null)?.container, at_ms: Date.parse(effect.attempted_at ?? '') }));
  const own = times.filter((one) => one.container === container).map((one) => one.at_ms);
  return guardRestart({
    incident,
    target,
    container,
    services,
    blocking: await context.locks.blocking('auto_restart'),
    never: policy.restart.never,
    attempts_allowed,
    actions_this_run,
    max_actions_per_run: agents['jira-resolver'].max_actions_per_run,
    last_restart_ms: own.length === 0 ? null : Math.max(...own),
    cooldown_s: policy.restart.cooldown_s,
    restarts_last_hour: times.filter((one) => now_ms - one.at_ms < 3_600_000).length,
    max_per_hour: policy.restart.max_per_hour,
    now_ms,
  });
}

/** The same objection is written down once, not in every round. */
async function refuseOnce(context: AgentContext, incident: Incident, verdict: GuardVerdict): Promise<void> {
  const [last] = await context.ledger.events({ incident_id: incident.id, kinds: ['guard.refused', 'guard.allowed'], newest_first: true, limit: 1 });
  if (last?.kind === 'guard.refused' && last.data['reason'] === verdict.reason) return;
  await context.ledger.append([storyEvent('guard.refused', context.name, incident.id, { reason: verdict.reason })]);
}

async function abandon(context: AgentContext, incident: Incident, n: number, reason: string): Promise<void> {
  await context.ledger.append([
    newEvent('plan.made', context.name, incident.id, { n, runbook: 'none', action: 'hand_over', target: incident.service, reason }),
    newEvent('plan.abandoned', context.name, incident.id, { n, reason }),
    storyEvent('guard.refused', context.name, incident.id, { reason }),
  ]);
}

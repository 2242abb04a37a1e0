import { channelsOf } from '../../core/effects/bound-channel.ts';
import { newEvent } from '../../core/event-data.ts';
import { isUnfinished, type Incident } from '../../core/incident.ts';
import { nextStep, type RepairStep } from '../../core/repair/next-step.ts';
import { isAtLeast, severityRank } from '../../core/severity.ts';
import type { AgentContext } from '../frame/agent-context.ts';
import { act } from './act.ts';
import { diagnose } from './diagnose.ts';
import { performDuties } from './duties.ts';
import { escalate } from './escalate.ts';
import { plan } from './plan.ts';
import { closedByPeople } from './closed-by-people.ts';
import { rulesFor } from './rules-for.ts';
import { checkOnce } from './verify.ts';

/** A run takes each incident as far as it goes now; this many steps are more than any incident has. */
const MAX_STEPS = 8;

/** Waiting this long within a round does no harm to the others. */
const SHORT_WAIT_MS = 500;

/** How many actions one run has done; settings cap them. */
export interface RunBudget {
  actions: number;
}

/** One round over everything unfinished, worst first: step by step, each step written down before the next. */
export async function resolve(context: AgentContext): Promise<void> {
  await closedByPeople(context);
  const budget: RunBudget = { actions: 0 };
  for (const incident of await workList(context)) {
    try {
      await resolveOne(context, incident.id, budget);
    } catch (thrown) {
      // One stubborn incident must not keep the others from their repair.
      context.log.error('an incident could not be taken further', { incident: incident.id, error: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }
}

async function workList(context: AgentContext): Promise<readonly Incident[]> {
  const { notify_from } = context.settings.alerting;
  const all = await context.ledger.list('incident');
  const wanted = all.filter((incident) => !incident.informational && isAtLeast(incident.severity, notify_from));
  const open = wanted.filter((incident) => isUnfinished(incident) || !isSettled(context, incident));
  return open.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity) || a.id.localeCompare(b.id));
}

/** Resolved, and both the ticket and the message say so. Where alerts have no channel there is no message to wait for. */
function isSettled(context: AgentContext, incident: Incident): boolean {
  const silent = incident.message === null && channelsOf(context.settings.bindings, 'ops-monitor')('alert') === null;
  return incident.ticket_state === 'done' && (incident.message_settled || silent);
}

async function resolveOne(context: AgentContext, id: string, budget: RunBudget): Promise<void> {
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const incident = await context.ledger.get('incident', id);
    if (incident === null) return;
    await performDuties(context, incident);
    if (waitsForTicket(context, incident)) return;
    await escalate(context, incident);
    const current = (await context.ledger.get('incident', id)) ?? incident;
    const rules = rulesFor(context, current.attempts.at(-1)?.runbook);
    const went_on = await take(context, current, nextStep(current, rules, context.clock.now()), budget);
    if (!went_on) break;
  }
  const after = await context.ledger.get('incident', id);
  if (after !== null) await performDuties(context, after);
}

/** The ticket comes first when it can; a ticket system that is away does not keep a service down. */
function waitsForTicket(context: AgentContext, incident: Incident): boolean {
  const { ticket_grace_s } = context.settings.agents['jira-resolver'];
  return incident.ticket === null && context.clock.now() - Date.parse(incident.detected_at) < ticket_grace_s * 1000;
}

/** Takes one step; true when the next one may follow at once. */
async function take(context: AgentContext, incident: Incident, step: RepairStep, budget: RunBudget): Promise<boolean> {
  const say = (event: ReturnType<typeof newEvent>): Promise<unknown> => context.ledger.append([event]);
  switch (step.kind) {
    case 'none':
      return false;
    case 'wait': {
      // What is due in a moment is not put off to the next round.
      const left_ms = step.until_ms - context.clock.now();
      if (left_ms > SHORT_WAIT_MS) return false;
      await context.clock.sleep(left_ms);
      return true;
    }
    case 'diagnose':
      await diagnose(context, incident);
      return true;
    case 'plan':
      return (await plan(context, incident, budget.actions)) === 'planned';
    case 'act':
      budget.actions += 1;
      await act(context, incident, step.attempt);
      return false;
    case 'check':
      await checkOnce(context, incident, step.attempt);
      return true;
    case 'pass':
      await context.ledger.append([
        newEvent('verification.passed', context.name, incident.id, { n: step.attempt.n, reason: incident.checks.at(-1)?.reason ?? '' }),
        newEvent('incident.resolved', context.name, incident.id, { resolution: 'repaired', reason: `attempt ${step.attempt.n} was verified` }),
      ]);
      return true;
    case 'fail':
      await say(newEvent('verification.failed', context.name, incident.id, { n: step.attempt.n, reason: step.reason }));
      return true;
    case 'close_recovered':
      await say(newEvent('incident.resolved', context.name, incident.id, { resolution: 'recovered', reason: 'the metrics recovered before anything was done' }));
      return true;
    case 'hand_over': {
      // Whoever was called already while Atlas was still trying has it now.
      const called = incident.escalation?.level === 3 ? 3 : 2;
      const level = context.settings.escalation.levels.find((one) => one.level === called);
      await say(newEvent('incident.escalated', context.name, incident.id, { level: called, contact: level?.contact ?? 'on-call', reason: step.reason, handed_over: true }));
      return true;
    }
  }
}

import type { ContainerState } from '../../core/container.ts';
import { newEvent } from '../../core/event-data.ts';
import type { NewEvent } from '../../core/event.ts';
import type { Incident } from '../../core/incident.ts';
import { chooseRunbook, type RunbookChoice } from '../../core/repair/choose-runbook.ts';
import type { AgentContext } from '../frame/agent-context.ts';
import { actionNamed } from './actions/registry.ts';

/** What was found out before anything is done. */
interface Findings {
  readonly container: ContainerState | null;
  readonly choice: RunbookChoice | null;
  readonly evidence: readonly string[];
}

/** State, log, resources and dependencies of the suspect, and the runbook that they point to. Written down; nothing is changed. */
export async function diagnose(context: AgentContext, incident: Incident): Promise<void> {
  const found = await investigate(context, incident);
  const { container, choice } = found;
  const configured = context.settings.services.catalog[incident.service]?.container;
  const repairs = choice?.runbook.steps.some((step) => actionNamed(step.action)?.kind === 'repair') === true;
  const reason = choice === null ? 'no runbook fits' : `runbook ${choice.runbook.name}: ${choice.reason}`;
  const events: NewEvent[] = [
    newEvent('diagnosis.recorded', context.name, incident.id, {
      suspect: incident.service,
      cause: causeOf(incident, container),
      reason: configured === undefined ? `${incident.service} has no container that Atlas may restart` : reason,
      container: container === null ? null : `${container.name} ${container.status}, started ${container.started_at}, ${container.restart_count} restarts by itself`,
      runbook: choice?.runbook.name ?? null,
      evidence: [incident.suspect_reason, ...found.evidence],
      repairable: repairs && configured !== undefined,
    }),
    ...proposalsOf(context, incident, found),
  ];
  await context.ledger.append(events);
}

async function investigate(context: AgentContext, incident: Incident): Promise<Findings> {
  const container = await inspect(context, incident);
  const logs = container === null ? [] : await readLogs(context, incident, container);
  const { order } = context.settings.runbook_index;
  const choice = chooseRunbook(order, context.settings.runbooks, { symptom: incident.symptom, container, logs });
  const input = { context, incident, target: incident.service, container };
  const evidence: string[] = [];
  for (const step of choice?.runbook.steps ?? []) {
    const action = actionNamed(step.action);
    if (action?.kind !== 'look') continue;
    try {
      evidence.push(...(await action.look(input)));
    } catch (thrown) {
      evidence.push(`${step.action} was not possible: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
  return { container, choice, evidence };
}

export async function inspect(context: AgentContext, incident: Incident): Promise<ContainerState | null> {
  const name = context.settings.services.catalog[incident.service]?.container;
  if (name === undefined) return null;
  try {
    return await context.gate.call({ tool: 'docker.inspect', incident_id: incident.id, run: () => context.containers.inspect(name) });
  } catch (thrown) {
    context.log.warn('the container could not be inspected', { container: name, error: String(thrown) });
    return null;
  }
}

async function readLogs(context: AgentContext, incident: Incident, container: ContainerState): Promise<readonly string[]> {
  try {
    const { log_lines } = context.settings.agents['jira-resolver'];
    return await context.gate.call({ tool: 'docker.logs', incident_id: incident.id, run: () => context.containers.logs(container.name, log_lines) });
  } catch (thrown) {
    context.log.warn('the log could not be read', { container: container.name, error: String(thrown) });
    return [];
  }
}

function causeOf(incident: Incident, container: ContainerState | null): string {
  if (container === null) return `${incident.suspect_reason}; its container could not be seen`;
  if (container.oom_killed) return 'its container was killed for its memory';
  if (!container.running) return `its container is ${container.status} (exit code ${container.exit_code})`;
  if (incident.symptom === 'service_down') return 'its container runs but does not answer';
  return `its container runs; ${incident.suspect_reason}`;
}

/** Steps of the runbook that Atlas may not take, said once. */
function proposalsOf(context: AgentContext, incident: Incident, found: Findings): readonly NewEvent[] {
  const input = { context, incident, target: incident.service, container: found.container };
  return (found.choice?.runbook.steps ?? []).flatMap((step) => {
    const action = actionNamed(step.action);
    if (action?.kind !== 'propose') return [];
    const text = action.propose(input);
    return incident.proposals.includes(text) ? [] : [newEvent('plan.proposed', context.name, incident.id, { proposal: text })];
  });
}

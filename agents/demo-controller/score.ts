import type { ScenarioObservation, ScenarioRun } from '../../core/scenario-run.ts';
import { scoreScenario } from '../../core/scenario/score.ts';
import type { AgentContext } from '../frame/agent-context.ts';

/** How long the monitor has to answer before the rehearsal is scored without its word. */
const ANSWER_WITHIN_MS = 30_000;

/** Expected against observed; null while the monitor's answer is still awaited. */
export async function score(context: AgentContext, run: ScenarioRun): Promise<ScenarioObservation | null> {
  const [answer] = (await context.ledger.events({ kinds: ['verification.answered'] })).filter((event) => event.data['id'] === run.id);
  const asked_ms = Date.parse(run.stopped_at ?? run.requested_at);
  if (answer === undefined && context.clock.now() - asked_ms < ANSWER_WITHIN_MS) return null;
  const incidents = await context.ledger.list('incident');
  const created = await context.ledger.list('effect', ['done']);
  const ticket_times = new Map(created.filter((effect) => effect.tool === 'jira.create').map((effect) => [effect.incident_id ?? '', effect.finished_at ?? '']));
  const rates = incidents
    .filter((incident) => incident.detected_at >= (run.injected_at ?? run.requested_at))
    .flatMap((incident) => incident.findings.filter((finding) => finding.symptom === 'error_rate').map((finding) => finding.worst_value));
  return scoreScenario(run, incidents, ticket_times, rates.length === 0 ? null : Math.max(...rates));
}

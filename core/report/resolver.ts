import { dataOf } from '../event-data.ts';
import type { LedgerEvent } from '../event.ts';
import type { Incident } from '../incident.ts';
import type { Messages } from '../messages/messages.ts';
import { formatRatio, formatSeconds } from '../render/format.ts';
import type { TicketState } from '../ticket.ts';
import { incidentLine } from './daily.ts';
import { incidentMetrics } from './incident-metrics.ts';
import type { Report } from './report.ts';

export interface ResolverInput {
  readonly title_date: string;
  readonly incidents: readonly Incident[];
  /** `ticket.moved` events of the period, oldest first. */
  readonly moves: readonly LedgerEvent[];
  readonly targets: { readonly success_rate: number; readonly mttr_s: number; readonly first_pass_verification: number; readonly retry_efficiency: number };
  readonly messages: Messages;
}

/** How well the repairing went, against its targets. */
export function resolverReport(input: ResolverInput): Report {
  const words = input.messages.report;
  const metrics = incidentMetrics(input.incidents);
  const against = (value: string, target: string): string => `${value} (${words.target} ${target})`;
  const mttr = metrics.mean_time_to_repair_s === null ? '–' : `${formatSeconds(metrics.mean_time_to_repair_s)} s`;
  return {
    title: `${words.resolver} ${input.title_date}`,
    facts: [
      [words.incidents, String(metrics.incidents)],
      [words.resolved, String(metrics.repaired)],
      [words.escalated, String(metrics.escalated)],
      [words.success_rate, against(formatRatio(metrics.success_rate), formatRatio(input.targets.success_rate))],
      [words.mttr, against(mttr, `${input.targets.mttr_s} s`)],
      [words.retries, String(metrics.retries)],
      [words.first_pass, against(formatRatio(metrics.first_pass), formatRatio(input.targets.first_pass_verification))],
      [words.retry_efficiency, against(formatRatio(metrics.retry_efficiency), formatRatio(input.targets.retry_efficiency))],
    ],
    sections: [
      { heading: words.incidents, lines: input.incidents.length === 0 ? [words.nothing] : input.incidents.map((incident) => incidentLine(incident, input.messages)) },
      { heading: words.time_in_states, lines: [...timeInStates(input.moves)].map(([state, seconds]) => `${state}: ${formatSeconds(seconds)} s`) },
    ],
  };
}

/** Seconds that tickets spent in each state before they left it, summed over all tickets. */
export function timeInStates(moves: readonly LedgerEvent[]): ReadonlyMap<TicketState, number> {
  const entered = new Map<string, { readonly state: TicketState; readonly at_ms: number }>();
  const total = new Map<TicketState, number>();
  for (const move of moves) {
    const { key, state } = dataOf(move, 'ticket.moved') ?? {};
    if (key === undefined || state === undefined) continue;
    const before = entered.get(key);
    const at_ms = Date.parse(move.at);
    if (before !== undefined) total.set(before.state, (total.get(before.state) ?? 0) + (at_ms - before.at_ms) / 1000);
    entered.set(key, { state, at_ms });
  }
  return total;
}

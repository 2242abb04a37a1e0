import { configuredEntry, type ServiceCatalog } from './catalog.ts';
import type { Finding, Symptom } from './finding.ts';
import { calleesOf } from './graph.ts';
import { severityRank } from './severity.ts';
import type { TraceVerdict } from './trace-evidence.ts';

export interface Suspect {
  readonly service: string;
  readonly symptom: Symptom;
  /** Named reason in one clause, for the ticket and the message. */
  readonly reason: string;
}

type Clue = Pick<Finding, 'service' | 'symptom' | 'severity'>;

/** Votes below this share of the traces name nobody. */
const MAJORITY = 0.5;

/**
 * Which service is at the root of these findings. First the traces: where most failing requests end. Otherwise the graph:
 * a failing service that calls no other failing one. Only configured services can be named.
 */
export function chooseSuspect(clues: readonly Clue[], verdicts: readonly TraceVerdict[], services: ServiceCatalog): Suspect | null {
  const first = clues[0];
  if (first === undefined) return null;
  return byTraces(clues, verdicts, services) ?? byGraph(clues, services) ?? { service: first.service, symptom: first.symptom, reason: 'the only finding' };
}

function byTraces(clues: readonly Clue[], verdicts: readonly TraceVerdict[], services: ServiceCatalog): Suspect | null {
  const reachable = new Set(clues.flatMap((clue) => [clue.service, ...calleesOf(services, clue.service)]));
  const known = verdicts.filter((verdict) => configuredEntry(services, verdict.service) !== null && reachable.has(verdict.service));
  const votes = new Map<string, TraceVerdict[]>();
  for (const verdict of known) votes.set(verdict.service, [...(votes.get(verdict.service) ?? []), verdict]);
  const [winner, ballots] = [...votes].toSorted((a, b) => b[1].length - a[1].length)[0] ?? [null, []];
  if (winner === null || ballots.length <= known.length * MAJORITY) return null;
  const silent = ballots.filter((ballot) => ballot.how === 'silent').length;
  const manner = silent * 2 > ballots.length ? 'got no answer from' : 'failed in';
  return {
    service: winner,
    symptom: symptomOf(winner, clues, silent * 2 > ballots.length ? 'service_down' : 'error_rate'),
    reason: `${ballots.length} of ${known.length} failing traces ${manner} ${winner}`,
  };
}

function byGraph(clues: readonly Clue[], services: ServiceCatalog): Suspect | null {
  const failing = new Set(clues.map((clue) => clue.service));
  const roots = clues.filter((clue) => ![...calleesOf(services, clue.service)].some((callee) => failing.has(callee)));
  const worst = roots.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity))[0];
  if (worst === undefined) return null;
  const reason = failing.size === 1 ? 'the only service with findings' : 'it calls no other failing service';
  return { service: worst.service, symptom: worst.symptom, reason };
}

function symptomOf(service: string, clues: readonly Clue[], otherwise: Symptom): Symptom {
  const own = clues.filter((clue) => clue.service === service);
  return own.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity))[0]?.symptom ?? otherwise;
}

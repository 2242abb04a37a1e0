import { detect } from '../../core/detect.ts';
import { findingKey, type Finding, type FindingKey } from '../../core/finding.ts';
import { isUnfinished } from '../../core/incident.ts';
import { judge } from '../../core/judge.ts';
import type { LedgerView } from '../../core/ledger-view.ts';
import { recover } from '../../core/recover.ts';
import type { ResourceSample, ServiceSample, TimeWindow } from '../../core/sample.ts';
import type { TraceVerdict } from '../../core/trace-evidence.ts';
import type { AgentContext } from '../frame/agent-context.ts';
import { answerVerifications } from './answer-verification.ts';
import { collectEvidence, wantsEvidence } from './evidence.ts';
import { performDuties } from './duties.ts';

/** How often an unchanged finding is written down again, as a share of the time after which it would expire. */
const RENEWALS_PER_EXPIRY = 12;

/** What the monitor remembers between rounds. Losing it in a crash delays a recovery by a round or two, nothing else. */
export interface MonitorMemory {
  readonly clear_checks: Map<FindingKey, number>;
}

/** One round: look, judge, write down, tell people. */
export async function check(context: AgentContext, memory: MonitorMemory): Promise<void> {
  const seen = await look(context);
  if (seen !== null) {
    const verdicts = await evidenceFor(context, seen);
    // Counted outside the transaction: its decision may run twice, a count must not.
    const clear_checks = await context.ledger.read((view) => countClear(memory, view, seen, context.settings.alerting.min_requests));
    await context.ledger.transact((view) => ({ events: decide(context, view, seen, verdicts, clear_checks), result: null }));
  }
  await performDuties(context);
  await answerVerifications(context);
}

interface Seen {
  readonly now_ms: number;
  readonly window: TimeWindow;
  readonly samples: readonly ServiceSample[];
  readonly findings: readonly Finding[];
}

async function look(context: AgentContext): Promise<Seen | null> {
  const { alerting, services } = context.settings;
  const now_ms = context.clock.now();
  const end_ms = now_ms - alerting.ingest_delay_s * 1000;
  const window = { start_ms: end_ms - alerting.window_s * 1000, end_ms };
  const before = { start_ms: window.start_ms - alerting.window_s * 1000, end_ms: window.start_ms };
  try {
    const samples = await context.gate.call({ tool: 'signoz.services', run: () => context.telemetry.services(window) });
    const previous = await orNone(context, () => context.gate.call({ tool: 'signoz.services', run: () => context.telemetry.services(before) }));
    const resources = await orNone<ResourceSample>(context, () => context.gate.call({ tool: 'signoz.metrics', run: () => context.telemetry.resources(window) }));
    const known_down = (await context.ledger.list('suspicion', ['active'])).filter((one) => one.finding.symptom === 'service_down').map((one) => one.finding.service);
    return { now_ms, window, samples, findings: detect({ window, samples, previous, resources, known_down, rules: alerting, services }) };
  } catch (thrown) {
    // Blind is not healthy: it is said, and nothing is concluded from it.
    context.log.warn('telemetry could not be read', { error: String(thrown) });
    return null;
  }
}

async function orNone<T>(context: AgentContext, read: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read();
  } catch (thrown) {
    context.log.warn('part of the telemetry could not be read', { error: String(thrown) });
    return [];
  }
}

async function evidenceFor(context: AgentContext, seen: Seen): Promise<readonly TraceVerdict[]> {
  const wanted = await context.ledger.read((view) => wantsEvidence(seen.findings, view, context.settings.alerting.notify_from));
  return wanted ? collectEvidence(context, seen.findings, seen.window) : [];
}

/** A finding counts as clear only in a round in which its service had enough traffic for a rule to speak. */
function countClear(memory: MonitorMemory, view: LedgerView, seen: Seen, min_requests: number): ReadonlyMap<FindingKey, number> {
  const present = new Set(seen.findings.map(findingKey));
  const withTraffic = new Set(seen.samples.filter((sample) => sample.requests >= min_requests).map((sample) => sample.service));
  for (const suspicion of view.list('suspicion', ['active'])) {
    if (present.has(suspicion.key)) memory.clear_checks.delete(suspicion.key);
    else if (withTraffic.has(suspicion.finding.service)) memory.clear_checks.set(suspicion.key, (memory.clear_checks.get(suspicion.key) ?? 0) + 1);
  }
  return memory.clear_checks;
}

function decide(context: AgentContext, view: LedgerView, seen: Seen, verdicts: readonly TraceVerdict[], clear_checks: ReadonlyMap<FindingKey, number>) {
  const { alerting, services, time_zone } = context.settings;
  const incidents = relevantIncidents(view, seen.now_ms, alerting.deduplicate_s);
  const suspicions = view.list('suspicion');
  const stress = view.get('lease', 'stress-test');
  const held = stress !== null && stress.released_at === null;
  const judged = judge({
    actor: context.name,
    now_ms: seen.now_ms,
    findings: seen.findings,
    verdicts,
    services,
    suspicions: new Map(suspicions.map((one) => [one.key, one])),
    incidents,
    incident_ids: view.list('incident').map((incident) => incident.id),
    load_test: held ? { lock: stress.name, reason: stress.reason } : null,
    load_test_over_ms: stress?.released_at == null ? null : Date.parse(stress.released_at),
    informational: held,
    time_zone,
    renew_every_s: alerting.expire_s / RENEWALS_PER_EXPIRY,
    rules: alerting,
  });
  const recovered = recover({
    actor: context.name,
    now_ms: seen.now_ms,
    findings: seen.findings,
    samples: seen.samples,
    suspicions,
    incidents,
    clear_checks,
    recover_checks: alerting.recover_checks,
    held_locks: held ? [stress.name] : [],
    expire_s: alerting.expire_s,
  });
  return [...judged, ...recovered];
}

function relevantIncidents(view: LedgerView, now_ms: number, deduplicate_s: number) {
  return view
    .list('incident')
    .filter((incident) => isUnfinished(incident) || (incident.resolved_at !== null && now_ms - Date.parse(incident.resolved_at) < deduplicate_s * 1000));
}

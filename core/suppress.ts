import type { Finding } from './finding.ts';
import { findingKey } from './finding.ts';
import { areRelated } from './graph.ts';
import type { ServiceCatalog } from './catalog.ts';
import type { Incident } from './incident.ts';
import { isAtLeast, type Severity } from './severity.ts';
import type { Suspicion } from './suspicion.ts';
import type { TraceVerdict } from './trace-evidence.ts';

/** Why a finding makes no incident now. `by` names what suppressed it, for the account that is kept of it. */
export interface Suppression {
  readonly reason: 'data_quality' | 'below_notify' | 'hold' | 'window_overlaps_repair' | 'window_overlaps_load_test' | 'cooldown' | 'no_failing_trace';
  readonly by: string;
}

export interface SuppressionContext {
  readonly now_ms: number;
  readonly services: ServiceCatalog;
  readonly suspicions: ReadonlyMap<string, Suspicion>;
  /** Unfinished ones and those that were resolved lately. */
  readonly incidents: readonly Incident[];
  /** When a lock that made findings informational was last released; null: never. */
  readonly load_test_over_ms: number | null;
  readonly informational: boolean;
  /** Where failing requests end, as far as traces were read in this round. */
  readonly verdicts: readonly TraceVerdict[];
  readonly rules: { readonly notify_from: Severity; readonly hold_s: number; readonly cooldown_s: number };
}

type Stage = (finding: Finding, context: SuppressionContext) => Suppression | null;

/** The whole policy, in order: the first stage that answers decides. */
const STAGES: readonly Stage[] = [dataQuality, belowNotify, informationalCooldown, hold, unprovenAbsence];

/** These come before anything else: the finding is about a time that is accounted for already. */
const ECHOES: readonly Stage[] = [overlapsLoadTest, overlapsRepair];

export function suppress(finding: Finding, context: SuppressionContext): Suppression | null {
  return first(STAGES, finding, context);
}

/** Is this only the echo of a load test or of an incident that is over? */
export function echoOf(finding: Finding, context: SuppressionContext): Suppression | null {
  return first(ECHOES, finding, context);
}

function first(stages: readonly Stage[], finding: Finding, context: SuppressionContext): Suppression | null {
  for (const stage of stages) {
    const suppression = stage(finding, context);
    if (suppression !== null) return suppression;
  }
  return null;
}

function dataQuality(finding: Finding): Suppression | null {
  return finding.symptom === 'data_quality' ? { reason: 'data_quality', by: 'policy' } : null;
}

function belowNotify(finding: Finding, context: SuppressionContext): Suppression | null {
  return isAtLeast(finding.severity, context.rules.notify_from) ? null : { reason: 'below_notify', by: 'policy' };
}

/** Samples that were taken while a load test ran say nothing about the time after it. */
function overlapsLoadTest(finding: Finding, context: SuppressionContext): Suppression | null {
  if (context.informational || context.load_test_over_ms === null) return null;
  return finding.window.start_ms < context.load_test_over_ms ? { reason: 'window_overlaps_load_test', by: 'stress-test lock' } : null;
}

/** A window that still holds samples from before the repair is the old incident's echo, not a relapse. */
function overlapsRepair(finding: Finding, context: SuppressionContext): Suppression | null {
  const echo = context.incidents.find(
    (incident) =>
      incident.resolved_at !== null &&
      finding.window.start_ms < Date.parse(incident.resolved_at) &&
      (areRelated(context.services, finding.service, incident.service) || incident.findings.some((one) => one.key === findingKey(finding))),
  );
  return echo === undefined ? null : { reason: 'window_overlaps_repair', by: echo.id };
}

/** During one load test each matter is recorded once. */
function informationalCooldown(finding: Finding, context: SuppressionContext): Suppression | null {
  if (!context.informational) return null;
  const earlier = context.incidents.find(
    (incident) =>
      incident.informational &&
      incident.resolved_at !== null &&
      context.now_ms - Date.parse(incident.resolved_at) < context.rules.cooldown_s * 1000 &&
      incident.findings.some((one) => one.key === findingKey(finding)),
  );
  return earlier === undefined ? null : { reason: 'cooldown', by: earlier.id };
}

function hold(finding: Finding, context: SuppressionContext): Suppression | null {
  const suspicion = context.suspicions.get(findingKey(finding));
  const since_ms = suspicion?.status === 'active' ? Date.parse(suspicion.first_at) : context.now_ms;
  return context.now_ms - since_ms < context.rules.hold_s * 1000 ? { reason: 'hold', by: 'policy' } : null;
}

/**
 * A service may be quiet because nobody calls it any more: its callers fail earlier, at another one. Only a request that
 * waited for it in vain proves that it is down.
 */
function unprovenAbsence(finding: Finding, context: SuppressionContext): Suppression | null {
  if (finding.symptom !== 'service_down' || context.verdicts.some((verdict) => verdict.service === finding.service)) return null;
  return { reason: 'no_failing_trace', by: 'policy' };
}

import { prioritySteps, serviceEntry, type ServiceCatalog } from './catalog.ts';
import type { Symptom } from './finding.ts';
import { stepSeverity, type Severity } from './severity.ts';

/** Lower bounds of the steps of a severity ladder, in the metric's unit or as multiples of a threshold. */
export interface Ladder {
  readonly critical: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
}

export interface SeverityRules {
  readonly severity: { readonly error_rate: Ladder; readonly latency_p95_ms: Ladder };
  readonly severity_scale: { readonly error_rate: Ladder; readonly latency: Ladder };
}

/** Rungs of an absolute ladder are exceeded, those of a scaled one are reached, as the user's table has it. */
function climb(value: number, ladder: Ladder, reaches: (value: number, rung: number) => boolean): Severity {
  if (reaches(value, ladder.critical)) return 'critical';
  if (reaches(value, ladder.high)) return 'high';
  if (reaches(value, ladder.medium)) return 'medium';
  return reaches(value, ladder.low) ? 'low' : 'info';
}

/**
 * How bad `value` of `symptom` is for `service`: the general ladder, or the service's own threshold times the scale where it
 * has one, then one step by the service's priority.
 */
export function classify(rules: SeverityRules, services: ServiceCatalog, service: string, symptom: Symptom, value: number): Severity {
  const entry = serviceEntry(services, service);
  return stepSeverity(rawSeverity(rules, entry.thresholds, symptom, value), prioritySteps(entry.priority));
}

function rawSeverity(
  rules: SeverityRules,
  own: { readonly error_rate?: number | undefined; readonly latency_p95_ms?: number | undefined; readonly latency_p99_ms?: number | undefined },
  symptom: Symptom,
  value: number,
): Severity {
  switch (symptom) {
    case 'error_rate':
      return own.error_rate === undefined
        ? climb(value, rules.severity.error_rate, exceeds)
        : climb(value / own.error_rate, rules.severity_scale.error_rate, atLeast);
    case 'latency_p95':
      return own.latency_p95_ms === undefined
        ? climb(value, rules.severity.latency_p95_ms, exceeds)
        : climb(value / own.latency_p95_ms, rules.severity_scale.latency, atLeast);
    case 'latency_p99':
      return own.latency_p99_ms === undefined
        ? climb(value, rules.severity.latency_p95_ms, exceeds)
        : climb(value / own.latency_p99_ms, rules.severity_scale.latency, atLeast);
    case 'service_down':
      return 'critical';
    case 'cpu_usage':
    case 'memory_usage':
      return 'low';
    case 'traffic_surge':
    case 'data_quality':
      return 'info';
  }
}

function exceeds(value: number, rung: number): boolean {
  return value > rung;
}

/** A quotient may miss its rung by the last digit: 0.3 / 0.05 is a little less than 6. */
const ROUNDING = 1e-9;

function atLeast(value: number, rung: number): boolean {
  return value >= rung * (1 - ROUNDING);
}

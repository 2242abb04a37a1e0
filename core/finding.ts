import type { Severity } from './severity.ts';
import type { TimeWindow } from './sample.ts';

/** What can be wrong with a service, in stable words: half of the deduplication key. */
export const SYMPTOMS = [
  'error_rate',
  'latency_p95',
  'latency_p99',
  'service_down',
  'cpu_usage',
  'memory_usage',
  'traffic_surge',
  'data_quality',
] as const;
export type Symptom = (typeof SYMPTOMS)[number];

/** The unit that `value`, `threshold` and `baseline` of a finding are in. */
export type Unit = 'ratio' | 'ms' | 'requests_per_s';

/** One rule's verdict on one service in one window. */
export interface Finding {
  readonly service: string;
  readonly symptom: Symptom;
  readonly unit: Unit;
  readonly value: number;
  /** What the value was held against. */
  readonly threshold: number;
  /** The previous period's value, where one is known. */
  readonly baseline: number | null;
  readonly requests: number;
  readonly window: TimeWindow;
  /** Severity by the ladder, after the service's priority. */
  readonly severity: Severity;
  /** Which rule spoke, e.g. `absolute`, `relative`, `absence`. */
  readonly rule: string;
  /** A named reason in one short English clause, e.g. `error_rate 0.41 above 0.05`. */
  readonly reason: string;
}

/** `service|symptom`: findings with the same key are one matter for 60 minutes. */
export type FindingKey = string;

export function findingKey(finding: Pick<Finding, 'service' | 'symptom'>): FindingKey {
  return `${finding.service}|${finding.symptom}`;
}

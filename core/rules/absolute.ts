import { serviceEntry } from '../catalog.ts';
import { classify } from '../classify.ts';
import type { DetectionInput } from '../detection-input.ts';
import type { Finding, Symptom, Unit } from '../finding.ts';
import type { ServiceSample } from '../sample.ts';
import { MIN_ERRORS } from './min-errors.ts';

/** A metric above its fixed threshold: the service's own where it has one, the general one otherwise. */
export function absoluteRule(input: DetectionInput): readonly Finding[] {
  return input.samples.filter((sample) => sample.requests >= input.rules.min_requests).flatMap((sample) => judge(input, sample));
}

function judge(input: DetectionInput, sample: ServiceSample): readonly Finding[] {
  const own = serviceEntry(input.services, sample.service).thresholds;
  const general = input.rules.absolute;
  const found: (Finding | null)[] = [];
  if (sample.errors >= MIN_ERRORS) {
    found.push(compare(input, sample, 'error_rate', 'ratio', sample.error_rate, own.error_rate ?? general.error_rate));
  }
  found.push(compare(input, sample, 'latency_p99', 'ms', sample.latency_p99_ms, own.latency_p99_ms ?? general.latency_p99_ms));
  const p95_threshold = own.latency_p95_ms ?? general.latency_p95_ms;
  if (sample.latency_p95_ms !== null && p95_threshold !== undefined) {
    found.push(compare(input, sample, 'latency_p95', 'ms', sample.latency_p95_ms, p95_threshold));
  }
  return found.filter((finding) => finding !== null);
}

function compare(input: DetectionInput, sample: ServiceSample, symptom: Symptom, unit: Unit, value: number, threshold: number): Finding | null {
  if (value <= threshold) return null;
  return {
    service: sample.service,
    symptom,
    unit,
    value,
    threshold,
    baseline: null,
    requests: sample.requests,
    window: sample.window,
    severity: classify(input.rules, input.services, sample.service, symptom, value),
    rule: 'absolute',
    reason: `${symptom} ${show(value)} above ${show(threshold)}`,
  };
}

function show(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(3);
}

import { classify } from '../classify.ts';
import type { DetectionInput } from '../detection-input.ts';
import type { Finding, Symptom, Unit } from '../finding.ts';
import type { ServiceSample } from '../sample.ts';
import { MIN_ERRORS } from './min-errors.ts';

/** A metric several times worse than in the period before, and above a floor below which nobody is hurt. */
export function relativeRule(input: DetectionInput): readonly Finding[] {
  const before = new Map(input.previous.map((sample) => [sample.service, sample]));
  return input.samples.flatMap((sample) => {
    const previous = before.get(sample.service);
    if (previous === undefined || previous.requests < input.rules.min_requests || sample.requests < input.rules.min_requests) return [];
    const { relative, relative_floor } = input.rules;
    const enough_errors = sample.errors >= MIN_ERRORS;
    return [
      ...(enough_errors ? compare(input, sample, 'error_rate', 'ratio', sample.error_rate, previous.error_rate, relative.error_rate, relative_floor.error_rate) : []),
      ...compare(input, sample, 'latency_p99', 'ms', sample.latency_p99_ms, previous.latency_p99_ms, relative.latency_p99_ms, relative_floor.latency_p99_ms),
    ];
  });
}

function compare(
  input: DetectionInput,
  sample: ServiceSample,
  symptom: Symptom,
  unit: Unit,
  value: number,
  baseline: number,
  factor: number,
  floor: number,
): readonly Finding[] {
  const threshold = Math.max(baseline * factor, floor);
  if (value <= threshold) return [];
  return [
    {
      service: sample.service,
      symptom,
      unit,
      value,
      threshold,
      baseline,
      requests: sample.requests,
      window: sample.window,
      severity: classify(input.rules, input.services, sample.service, symptom, value),
      rule: 'relative',
      reason: `${symptom} more than ${factor} times the period before`,
    },
  ];
}

import type { DetectionInput } from '../detection-input.ts';
import type { Finding } from '../finding.ts';
import type { ServiceSample } from '../sample.ts';

/**
 * Numbers that cannot be true: a p99 of ten minutes is a unit error before it is an outage. The finding is about the data;
 * it never pages, and the sample is judged by no other rule.
 */
export function plausibilityRule(input: DetectionInput): readonly Finding[] {
  return input.samples.flatMap((sample) => {
    const doubt = whyImplausible(sample, input.rules.plausible_max);
    if (doubt === null) return [];
    return [
      {
        service: sample.service,
        symptom: 'data_quality' as const,
        unit: doubt.unit,
        value: doubt.value,
        threshold: doubt.limit,
        baseline: null,
        requests: sample.requests,
        window: sample.window,
        severity: 'info' as const,
        rule: 'plausibility',
        reason: doubt.reason,
      },
    ];
  });
}

interface Doubt {
  readonly unit: Finding['unit'];
  readonly value: number;
  readonly limit: number;
  readonly reason: string;
}

function whyImplausible(sample: ServiceSample, max: { readonly latency_ms: number; readonly requests_per_s: number }): Doubt | null {
  // Each by itself: the largest of them would hide one that is negative.
  const latency_ms = [sample.latency_p99_ms, sample.latency_avg_ms, sample.latency_p95_ms ?? 0].find((value) => !(value >= 0 && value <= max.latency_ms));
  if (latency_ms !== undefined) {
    return { unit: 'ms', value: Number.isFinite(latency_ms) ? latency_ms : -1, limit: max.latency_ms, reason: 'latency beyond what is plausible: a unit error?' };
  }
  if (!(sample.error_rate >= 0 && sample.error_rate <= 1)) {
    return { unit: 'ratio', value: Number.isFinite(sample.error_rate) ? sample.error_rate : -1, limit: 1, reason: 'error rate outside 0..1' };
  }
  if (!(sample.requests_per_s >= 0 && sample.requests_per_s <= max.requests_per_s)) {
    const value = Number.isFinite(sample.requests_per_s) ? sample.requests_per_s : -1;
    return { unit: 'requests_per_s', value, limit: max.requests_per_s, reason: 'request rate beyond what is plausible' };
  }
  return null;
}

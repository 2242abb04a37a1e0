import { describe, expect, it } from 'vitest';
import { plausibilityRule } from '../../../core/rules/plausibility.ts';
import type { ServiceSample } from '../../../core/sample.ts';
import { makeInput, makeSample } from '../builders.ts';

function judged(sample: Partial<ServiceSample>) {
  return plausibilityRule(makeInput({ samples: [makeSample({ service: 'cart', ...sample })] }));
}

describe('the plausibility rule', () => {
  it('believes the largest plausible values', () => {
    expect(judged({ latency_avg_ms: 300_000, latency_p95_ms: 300_000, latency_p99_ms: 300_000, error_rate: 1, requests_per_s: 100_000 })).toEqual([]);
    expect(judged({ latency_avg_ms: 0, latency_p95_ms: 0, latency_p99_ms: 0, error_rate: 0, requests_per_s: 0 })).toEqual([]);
  });

  it('takes ten minutes for a unit error, never for an outage', () => {
    expect(judged({ latency_p99_ms: 600_000 })).toMatchObject([{ symptom: 'data_quality', severity: 'info', value: 600_000, threshold: 300_000, unit: 'ms' }]);
  });

  it.each<[string, Partial<ServiceSample>]>([
    ['p99', { latency_p99_ms: 300_001 }],
    ['average', { latency_avg_ms: 300_001 }],
    ['p95', { latency_p95_ms: 300_001 }],
    ['a latency that is no number', { latency_p99_ms: Number.NaN }],
    ['an endless latency', { latency_p99_ms: Number.POSITIVE_INFINITY }],
    ['a negative p99 beside a sound average', { latency_p99_ms: -1 }],
    ['a negative average', { latency_avg_ms: -1 }],
    ['an error rate above one', { error_rate: 1.01, errors: 5 }],
    ['a negative error rate', { error_rate: -0.01, errors: 5 }],
    ['an error rate that is no number', { error_rate: Number.NaN, errors: 5 }],
    ['a request rate beyond the limit', { requests_per_s: 100_001 }],
    ['a negative request rate', { requests_per_s: -1 }],
    ['a request rate that is no number', { requests_per_s: Number.NaN }],
  ])('doubts %s, and gives a number that JSON can hold', (_what, sample) => {
    const found = judged(sample);
    expect(found).toMatchObject([{ symptom: 'data_quality', severity: 'info' }]);
    expect(Number.isFinite(found[0]?.value)).toBe(true);
  });
});

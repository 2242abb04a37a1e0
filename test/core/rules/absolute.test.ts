import { describe, expect, it } from 'vitest';
import type { ServiceSample } from '../../../core/sample.ts';
import { absoluteRule } from '../../../core/rules/absolute.ts';
import { makeInput, makeSample, makeServices } from '../builders.ts';

function judged(sample: Partial<ServiceSample>, services = makeServices()) {
  return absoluteRule(makeInput({ services, samples: [makeSample({ service: 'cart', ...sample })] }));
}

describe('the absolute rule', () => {
  it('finds nothing at exactly the threshold and something just above it', () => {
    expect(judged({ error_rate: 0.05 })).toEqual([]);
    expect(judged({ error_rate: 0.051 })).toMatchObject([{ symptom: 'error_rate', value: 0.051, threshold: 0.05, unit: 'ratio', severity: 'medium', rule: 'absolute' }]);
    expect(judged({ latency_p99_ms: 5000 })).toEqual([]);
    expect(judged({ latency_p99_ms: 5001 })).toMatchObject([{ symptom: 'latency_p99', threshold: 5000, unit: 'ms', severity: 'high' }]);
  });

  it('needs the minimum of requests', () => {
    expect(judged({ requests: 99, error_rate: 0.5 })).toEqual([]);
    expect(judged({ requests: 100, error_rate: 0.5 })).toHaveLength(1);
  });

  it('needs three errors before it speaks of an error rate, and not before it speaks of latency', () => {
    expect(judged({ errors: 2, error_rate: 0.2, latency_p99_ms: 6000 }).map((finding) => finding.symptom)).toEqual(['latency_p99']);
    expect(judged({ errors: 3, error_rate: 0.2 }).map((finding) => finding.symptom)).toEqual(['error_rate']);
  });

  it('holds a service against its own thresholds', () => {
    const services = makeServices({ cart: { thresholds: { error_rate: 0.01, latency_p95_ms: 1000, latency_p99_ms: 3000 } } });
    expect(judged({ error_rate: 0.01, latency_p95_ms: 1000, latency_p99_ms: 3000 }, services)).toEqual([]);
    const found = judged({ error_rate: 0.011, latency_p95_ms: 1001, latency_p99_ms: 3001 }, services);
    expect(found.map((finding) => [finding.symptom, finding.threshold])).toEqual([
      ['error_rate', 0.01],
      ['latency_p99', 3000],
      ['latency_p95', 1000],
    ]);
  });

  it('judges p95 only where there is a threshold and a value for it', () => {
    expect(judged({ latency_p95_ms: 50_000 })).toEqual([]);
    const services = makeServices({ cart: { thresholds: { latency_p95_ms: 1500 } } });
    expect(judged({ latency_p95_ms: null }, services)).toEqual([]);
  });

  it('says what it saw against what', () => {
    expect(judged({ error_rate: 0.41 })[0]?.reason).toBe('error_rate 0.410 above 0.050');
  });
});

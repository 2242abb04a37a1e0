import { describe, expect, it } from 'vitest';
import { relativeRule } from '../../../core/rules/relative.ts';
import type { ServiceSample } from '../../../core/sample.ts';
import { makeInput, makeSample } from '../builders.ts';

function judged(now: Partial<ServiceSample>, before: Partial<ServiceSample> | null) {
  return relativeRule(
    makeInput({
      samples: [makeSample({ service: 'cart', ...now })],
      previous: before === null ? [] : [makeSample({ service: 'cart', ...before })],
    }),
  );
}

describe('the relative rule', () => {
  it('finds what is more than three times the errors of the period before', () => {
    expect(judged({ error_rate: 0.03 }, { error_rate: 0.01 })).toEqual([]);
    expect(judged({ error_rate: 0.031 }, { error_rate: 0.01 })).toMatchObject([{ symptom: 'error_rate', baseline: 0.01, threshold: 0.03, rule: 'relative' }]);
  });

  it('finds what is more than twice as slow as the period before', () => {
    expect(judged({ latency_p99_ms: 2000 }, { latency_p99_ms: 1000 })).toEqual([]);
    expect(judged({ latency_p99_ms: 2001 }, { latency_p99_ms: 1000 })).toMatchObject([{ symptom: 'latency_p99', baseline: 1000, threshold: 2000 }]);
  });

  it('speaks only above its floor: many times nearly nothing is nearly nothing', () => {
    expect(judged({ error_rate: 0.02, latency_p99_ms: 1000 }, { error_rate: 0, latency_p99_ms: 10 })).toEqual([]);
    expect(judged({ error_rate: 0.021, latency_p99_ms: 1001 }, { error_rate: 0, latency_p99_ms: 10 }).map((finding) => finding.threshold)).toEqual([0.02, 1000]);
  });

  it('needs enough requests in both periods, and a period before', () => {
    const worse = { error_rate: 0.5 };
    expect(judged({ ...worse, requests: 99 }, {})).toEqual([]);
    expect(judged(worse, { requests: 99 })).toEqual([]);
    expect(judged(worse, null)).toEqual([]);
    expect(judged({ ...worse, requests: 100 }, { requests: 100 })).toHaveLength(1);
  });

  it('needs three errors, as the absolute rule does', () => {
    expect(judged({ error_rate: 0.04, errors: 2 }, { error_rate: 0 })).toEqual([]);
    expect(judged({ error_rate: 0.04, errors: 3 }, { error_rate: 0 })).toHaveLength(1);
  });
});

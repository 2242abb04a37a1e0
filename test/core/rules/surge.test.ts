import { describe, expect, it } from 'vitest';
import { surgeRule } from '../../../core/rules/surge.ts';
import type { ServiceSample } from '../../../core/sample.ts';
import { makeInput, makeSample } from '../builders.ts';

function judged(now: Partial<ServiceSample>, before: Partial<ServiceSample> | null, service = 'frontend') {
  return surgeRule(makeInput({ samples: [makeSample({ service, ...now })], previous: before === null ? [] : [makeSample({ service, ...before })] }));
}

describe('the surge rule', () => {
  it('tells of more than half again as much traffic at the entry, as information', () => {
    expect(judged({ requests_per_s: 15 }, { requests_per_s: 10 })).toEqual([]);
    expect(judged({ requests_per_s: 15.1 }, { requests_per_s: 10 })).toMatchObject([{ service: 'frontend', symptom: 'traffic_surge', severity: 'info', baseline: 10, threshold: 15 }]);
  });

  it('needs a period before with enough requests', () => {
    expect(judged({ requests_per_s: 99 }, null)).toEqual([]);
    expect(judged({ requests_per_s: 99 }, { requests: 99, requests_per_s: 10 })).toEqual([]);
    expect(judged({ requests_per_s: 99 }, { requests: 100, requests_per_s: 10 })).toHaveLength(1);
  });

  it('looks at the entry only', () => {
    expect(judged({ requests_per_s: 99 }, { requests_per_s: 10 }, 'cart')).toEqual([]);
  });
});

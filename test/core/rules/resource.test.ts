import { describe, expect, it } from 'vitest';
import { resourceRule } from '../../../core/rules/resource.ts';
import type { ResourceSample } from '../../../core/sample.ts';
import { makeInput, makeServices, NOON_MS } from '../builders.ts';

function judged(resource: Partial<ResourceSample>, services = makeServices()) {
  return resourceRule(makeInput({ services, resources: [{ service: 'cart', at_ms: NOON_MS, cpu_usage: null, memory_usage: null, memory_bytes: null, ...resource }] }));
}

describe('the resource rule', () => {
  it('finds CPU above 0.90 and memory above 0.85, both low', () => {
    expect(judged({ cpu_usage: 0.9, memory_usage: 0.85 })).toEqual([]);
    expect(judged({ cpu_usage: 0.91, memory_usage: 0.86 })).toMatchObject([
      { symptom: 'cpu_usage', threshold: 0.9, severity: 'low', unit: 'ratio' },
      { symptom: 'memory_usage', threshold: 0.85, severity: 'low', unit: 'ratio' },
    ]);
  });

  it('says nothing where nothing is known', () => {
    expect(judged({ cpu_usage: null, memory_usage: null })).toEqual([]);
  });

  it('steps a critical service up and leaves an unwatched one alone', () => {
    expect(judged({ cpu_usage: 0.99 }, makeServices({ cart: { priority: 'critical' } }))).toMatchObject([{ severity: 'medium' }]);
    expect(judged({ cpu_usage: 0.99 }, makeServices({ cart: { priority: 'off' } }))).toEqual([]);
    expect(judged({ service: 'jaeger-query', cpu_usage: 0.99 })).toEqual([]);
  });
});

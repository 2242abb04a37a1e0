import { describe, expect, it } from 'vitest';
import type { DetectionInput } from '../../../core/detection-input.ts';
import { absenceRule } from '../../../core/rules/absence.ts';
import { makeInput, makeSample, makeServices } from '../builders.ts';

/** payment is called by checkout alone: requests of both, before and now; null is no row. */
function judged(checkout: readonly [before: number | null, now: number | null], payment: readonly [before: number | null, now: number | null], input: Partial<DetectionInput> = {}) {
  const rows = (which: 0 | 1) =>
    [
      { service: 'checkout', requests: checkout[which] },
      { service: 'payment', requests: payment[which] },
    ].flatMap(({ service, requests }) => (requests === null ? [] : [makeSample({ service, requests })]));
  return absenceRule(makeInput({ previous: rows(0), samples: rows(1), ...input })).filter((finding) => finding.service === 'payment');
}

describe('the absence rule', () => {
  it('finds a service that went silent while its callers are as busy as before', () => {
    expect(judged([1000, 1000], [1000, null])).toMatchObject([{ symptom: 'service_down', severity: 'critical', requests: 0, value: 0, rule: 'absence' }]);
  });

  it('leaves alone a service whose callers fell silent too', () => {
    expect(judged([1000, null], [1000, null])).toEqual([]);
    expect(judged([1000, 99], [1000, null])).toEqual([]);
  });

  it('wants callers at least half as busy as before', () => {
    expect(judged([1000, 499], [1000, null])).toEqual([]);
    expect(judged([1000, 500], [1000, null])).toHaveLength(1);
  });

  it('calls it quiet below a quarter of its former traffic', () => {
    expect(judged([1000, 1000], [1000, 250])).toEqual([]);
    expect(judged([1000, 1000], [1000, 249])).toHaveLength(1);
  });

  it('says nothing of a service that had little traffic before, or none', () => {
    expect(judged([1000, 1000], [99, null])).toEqual([]);
    expect(judged([1000, 1000], [null, null])).toEqual([]);
  });

  it('remembers who was down until it is seen again', () => {
    const known_down = ['payment'];
    expect(judged([1000, 1000], [null, null], { known_down })).toMatchObject([{ symptom: 'service_down', baseline: null }]);
    expect(judged([1000, 1000], [null, 1], { known_down })).toEqual([]);
  });

  it('knows nothing of a service that was down once its callers idle', () => {
    expect(judged([1000, 99], [null, null], { known_down: ['payment'] })).toEqual([]);
  });

  it('leaves unwatched services alone', () => {
    expect(judged([1000, 1000], [1000, null], { services: makeServices({ payment: { priority: 'off' } }) })).toEqual([]);
  });
});

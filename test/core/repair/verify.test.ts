import { describe, expect, it } from 'vitest';
import { judgeChecks, verifyOnce, type VerificationLook, type VerificationRules } from '../../../core/repair/verify.ts';
import { iso, makeCheck, makeContainer, makeSample, NOON_MS } from '../builders.ts';

const RULES: VerificationRules = { wait_s: 120, interval_s: 30, consecutive_passes: 2, max_checks: 4, error_rate: 0.01, latency_p99_ms: 3000, min_requests: 20 };

function look(sample: Parameters<typeof makeSample>[0] | null, more: Partial<VerificationLook> = {}, rules: Partial<VerificationRules> = {}) {
  const samples = sample === null ? [] : [makeSample(sample)];
  return verifyOnce({ target: 'payment', samples, dependents: [], container: null, restarted_after_ms: NOON_MS, ...more }, { ...RULES, ...rules });
}

const WELL = { service: 'payment', requests: 20, error_rate: 0.009, latency_p99_ms: 2999 };

describe('one look after a repair', () => {
  it('passes what is within every limit, and records what was measured', () => {
    expect(look(WELL)).toEqual({ passed: true, reason: 'within every limit', error_rate: 0.009, latency_p95_ms: null, latency_p99_ms: 2999, requests: 20 });
  });

  it('does not take silence for health', () => {
    expect(look(null)).toMatchObject({ passed: false, reason: 'no traffic to judge by (0 requests)', error_rate: null, requests: 0 });
    expect(look({ ...WELL, requests: 19 })).toMatchObject({ passed: false, reason: 'no traffic to judge by (19 requests)' });
    expect(look({ ...WELL, service: 'cart' }).passed).toBe(false);
  });

  it('fails at exactly the limits', () => {
    expect(look({ ...WELL, error_rate: 0.01 })).toMatchObject({ passed: false, reason: 'error rate 1.0 % still at or above 1.0 %' });
    expect(look({ ...WELL, latency_p99_ms: 3000 })).toMatchObject({ passed: false, reason: 'p99 3000 ms still at or above 3000 ms' });
  });

  it('demands a p95 only where settings do and the source gives one', () => {
    expect(look({ ...WELL, latency_p95_ms: 1000 }).passed).toBe(true);
    expect(look({ ...WELL, latency_p95_ms: 1000 }, {}, { latency_p95_ms: 1000 })).toMatchObject({ passed: false, reason: 'p95 1000 ms still at or above 1000 ms', latency_p95_ms: 1000 });
    expect(look({ ...WELL, latency_p95_ms: 999 }, {}, { latency_p95_ms: 1000 }).passed).toBe(true);
    expect(look(WELL, {}, { latency_p95_ms: 1000 }).passed).toBe(true);
  });

  it('wants the container up, and started since the restart', () => {
    expect(look(WELL, { container: makeContainer({ running: false, status: 'exited' }) })).toMatchObject({ passed: false, reason: 'container is exited' });
    expect(look(WELL, { container: makeContainer({ started_at: iso(-2001) }) })).toMatchObject({ passed: false, reason: 'container was not restarted' });
    expect(look(WELL, { container: makeContainer({ started_at: iso(-2000) }) }).passed).toBe(true);
  });

  it('wants everybody well again who suffered with it', () => {
    const dependents = [{ service: 'frontend', error_rate: 0.05 }];
    const samples = (requests: number, error_rate: number) => [makeSample(WELL), makeSample({ service: 'frontend', requests, error_rate })];
    expect(look(null, { dependents, samples: samples(20, 0.051) })).toMatchObject({ passed: false, reason: 'frontend still fails at 5.1 %' });
    expect(look(null, { dependents, samples: samples(20, 0.05) }).passed).toBe(true);
    expect(look(null, { dependents, samples: samples(19, 1) }).passed).toBe(true);
    expect(look(WELL, { dependents }).passed).toBe(true);
  });
});

describe('what the looks amount to', () => {
  const good = makeCheck();
  const bad = makeCheck({ passed: false });
  const silent = makeCheck({ passed: false, requests: 0 });

  it.each<[string, readonly ReturnType<typeof makeCheck>[], 'passed' | 'failed' | 'go_on']>([
    ['nothing yet', [], 'go_on'],
    ['one pass', [good], 'go_on'],
    ['two passes in a row', [good, good], 'passed'],
    ['two passes in a row after a failure', [bad, good, good], 'passed'],
    ['passes with a failure between', [good, bad, good], 'go_on'],
    ['two failures in a row', [bad, bad], 'failed'],
    ['one failure', [bad], 'go_on'],
    ['silence, which proves nothing', [silent, silent], 'go_on'],
    ['a failure and silence', [bad, silent], 'go_on'],
    ['silence to the end', [silent, silent, silent, silent], 'failed'],
    ['undecided to the end', [good, bad, good, bad], 'failed'],
    ['proof with the last look', [bad, silent, good, good], 'passed'],
  ])('%s', (_what, checks, verdict) => {
    expect(judgeChecks(checks, RULES)).toBe(verdict);
  });
});

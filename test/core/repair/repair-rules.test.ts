import { describe, expect, it } from 'vitest';
import { repairRules, type GeneralRules } from '../../../core/repair/repair-rules.ts';

const GENERAL: GeneralRules = { wait_s: 60, interval_s: 30, consecutive_passes: 2, max_checks: 6, error_rate: 0.01, latency_p99_ms: 3000, min_requests: 10, cooldown_s: 300, retries: 3 };

describe('the rules of a repair', () => {
  it('are the general ones before a runbook is followed, and where it says nothing', () => {
    expect(repairRules(GENERAL, null)).toMatchObject({ wait_s: 60, interval_s: 30, cooldown_s: 300, attempts_allowed: 3 });
    expect(repairRules(GENERAL, { retries: 5, verify: {} })).toMatchObject({ wait_s: 60, attempts_allowed: 3 });
  });

  it('wait as long as the runbook says, which may be not at all', () => {
    expect(repairRules(GENERAL, { retries: 2, verify: { wait_s: 120 } }).wait_s).toBe(120);
    expect(repairRules(GENERAL, { retries: 2, verify: { wait_s: 0 } }).wait_s).toBe(0);
  });

  it('allow what is least of all that limits the tries', () => {
    expect(repairRules(GENERAL, { retries: 1, verify: {} }).attempts_allowed).toBe(2);
    expect(repairRules(GENERAL, { retries: 2, escalate_after: 1, verify: {} }).attempts_allowed).toBe(1);
  });
});

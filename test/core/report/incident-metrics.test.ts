import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../core/incident.ts';
import { incidentMetrics } from '../../../core/report/incident-metrics.ts';
import { iso, makeAttempt, makeIncident } from '../builders.ts';

const failed = (n: number) => makeAttempt({ n, result: 'failed', acted_at: iso() });
const verified = (n: number) => makeAttempt({ n, result: 'verified', acted_at: iso() });
const refused = (n: number) => makeAttempt({ n, result: 'refused' });

function repaired(attempts: Incident['attempts'], time_to_repair_s: number): Incident {
  return makeIncident({ status: 'resolved', resolution: 'repaired', attempts, time_to_repair_s });
}

describe('what incidents say of the repairing', () => {
  it('divides by nothing without making a number of it', () => {
    expect(incidentMetrics([])).toEqual({
      incidents: 0,
      resolved: 0,
      repaired: 0,
      escalated: 0,
      open: 0,
      informational: 0,
      mean_time_to_repair_s: null,
      success_rate: null,
      first_pass: null,
      retries: 0,
      retry_efficiency: null,
      verified_fixes: 0,
      failed_fixes: 0,
    });
  });

  it('counts', () => {
    const metrics = incidentMetrics([
      repaired([verified(1)], 100),
      repaired([failed(1), verified(2)], 300),
      makeIncident({ status: 'escalated', attempts: [failed(1), failed(2), failed(3)] }),
      makeIncident({ status: 'resolved', resolution: 'recovered', time_to_repair_s: 5000 }),
      makeIncident({ status: 'resolving' }),
      makeIncident({ informational: true, status: 'resolved', resolution: 'load_test_over' }),
    ]);
    expect(metrics).toMatchObject({ incidents: 5, resolved: 3, repaired: 2, escalated: 1, open: 1, informational: 1, mean_time_to_repair_s: 200, verified_fixes: 2, failed_fixes: 4 });
    expect(metrics.success_rate).toBeCloseTo(2 / 3);
    expect(metrics.first_pass).toBe(0.5);
    expect(metrics.retries).toBe(3);
    expect(metrics.retry_efficiency).toBe(0.5);
  });

  it('takes a plan that was refused for no retry', () => {
    const metrics = incidentMetrics([makeIncident({ status: 'escalated', attempts: [failed(1), refused(2)] })]);
    expect(metrics).toMatchObject({ retries: 0, retry_efficiency: null, success_rate: 0 });
  });
});

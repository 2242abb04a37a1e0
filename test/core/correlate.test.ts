import { describe, expect, it } from 'vitest';
import { groupFindings, incidentToReopen, ownIncident, relatedIncident } from '../../core/correlate.ts';
import { iso, makeFinding, makeIncident, makeIncidentFinding, makeServices, MINUTE_MS, NOON_MS } from './builders.ts';

const SERVICES = makeServices();
const CART = makeFinding({ service: 'cart', severity: 'medium' });
const PAYMENT = makeFinding({ service: 'payment', severity: 'high' });
const FRONTEND = makeFinding({ service: 'frontend', severity: 'medium' });

describe('the incident that has a finding already', () => {
  it('is the unfinished one with the same service and symptom, whatever its suspect', () => {
    const other = makeIncident({ id: 'INC-20261120-001', service: 'payment', findings: [makeIncidentFinding({ symptom: 'latency_p99' })] });
    const own = makeIncident({ id: 'INC-20261120-002', service: 'email' });
    expect(ownIncident(PAYMENT, [other, own], false)?.id).toBe(own.id);
    expect(ownIncident(PAYMENT, [other], false)).toBeNull();
  });

  it('is never a resolved one', () => {
    expect(ownIncident(PAYMENT, [makeIncident({ status: 'resolved', resolved_at: iso() })], false)).toBeNull();
  });

  it('stays the same while the finding goes on, whatever lock is taken or released meanwhile', () => {
    expect(ownIncident(PAYMENT, [makeIncident()], true)).not.toBeNull();
    expect(ownIncident(PAYMENT, [makeIncident({ informational: true })], false)).not.toBeNull();
  });

  it('takes a finding back only under its own sign: what a load test brings back is not the real incident', () => {
    const waiting = makeIncident({ status: 'escalated', recovered_at: iso(), findings: [makeIncidentFinding({ active: false })] });
    expect(ownIncident(PAYMENT, [waiting], true)).toBeNull();
    expect(ownIncident(PAYMENT, [waiting], false)).toBe(waiting);
    expect(ownIncident(PAYMENT, [{ ...waiting, informational: true }], false)).toBeNull();
  });
});

describe('the incident that a new finding is part of', () => {
  it('has a suspect that is connected to it along the calls', () => {
    expect(relatedIncident(FRONTEND, [makeIncident({ service: 'payment' })], SERVICES, false)).not.toBeNull();
    expect(relatedIncident(CART, [makeIncident({ service: 'payment' })], SERVICES, false)).toBeNull();
  });

  it('is never of the other sort: real and informational do not mix', () => {
    expect(relatedIncident(FRONTEND, [makeIncident({ informational: true })], SERVICES, false)).toBeNull();
    expect(relatedIncident(FRONTEND, [makeIncident()], SERVICES, true)).toBeNull();
    expect(relatedIncident(FRONTEND, [makeIncident({ informational: true })], SERVICES, true)).not.toBeNull();
  });

  it('is neither resolved nor recovered', () => {
    expect(relatedIncident(FRONTEND, [makeIncident({ status: 'resolved', resolved_at: iso() })], SERVICES, false)).toBeNull();
    expect(relatedIncident(FRONTEND, [makeIncident({ recovered_at: iso() })], SERVICES, false)).toBeNull();
  });
});

describe('the incident that is open again', () => {
  const over = makeIncident({ status: 'resolved', resolved_at: iso() });
  const suspect = { service: 'payment', symptom: 'error_rate', reason: '' } as const;

  it('is resolved, has the same suspect and symptom, and is not older than the deduplication time', () => {
    expect(incidentToReopen(suspect, [over], NOON_MS + 60 * MINUTE_MS - 1, 3600)).toBe(over);
    expect(incidentToReopen(suspect, [over], NOON_MS + 60 * MINUTE_MS, 3600)).toBeNull();
    expect(incidentToReopen({ ...suspect, symptom: 'latency_p99' }, [over], NOON_MS, 3600)).toBeNull();
    expect(incidentToReopen({ ...suspect, service: 'cart' }, [over], NOON_MS, 3600)).toBeNull();
    expect(incidentToReopen(suspect, [makeIncident()], NOON_MS, 3600)).toBeNull();
  });

  it('is never an informational one', () => {
    expect(incidentToReopen(suspect, [{ ...over, informational: true }], NOON_MS, 3600)).toBeNull();
  });
});

describe('grouping', () => {
  it('makes one critical incident of connected services', () => {
    expect(groupFindings([FRONTEND, PAYMENT], [], SERVICES)).toMatchObject([{ suspect: { service: 'payment' }, severity: 'critical', findings: [FRONTEND, PAYMENT] }]);
  });

  it('keeps two independent faults apart, each with its own severity', () => {
    expect(groupFindings([CART, PAYMENT], [], SERVICES).map((group) => [group.suspect.service, group.severity])).toEqual([
      ['payment', 'high'],
      ['cart', 'medium'],
    ]);
  });

  it('keeps them apart although a common caller suffers from both', () => {
    const groups = groupFindings([CART, FRONTEND, PAYMENT], [], SERVICES);
    expect(groups.map((group) => [group.suspect.service, group.findings.map((finding) => finding.service)])).toEqual([
      ['payment', ['frontend', 'payment']],
      ['cart', ['cart']],
    ]);
  });

  it('does not call several symptoms of one service a cascade', () => {
    expect(groupFindings([PAYMENT, makeFinding({ symptom: 'latency_p99', severity: 'medium' })], [], SERVICES)).toMatchObject([{ severity: 'high' }]);
  });

  it('gathers around a suspect that only the traces show', () => {
    const groups = groupFindings([FRONTEND], [{ trace_id: 't1', service: 'payment', how: 'silent', detail: '' }], SERVICES);
    expect(groups).toMatchObject([{ suspect: { service: 'payment', symptom: 'service_down' }, findings: [FRONTEND], severity: 'medium' }]);
  });

  it('loses no finding and ends, whatever the graph', () => {
    const circle = makeServices({ payment: { calls: ['frontend'] } });
    const findings = [FRONTEND, PAYMENT, CART, makeFinding({ service: 'newcomer' })];
    expect(groupFindings(findings, [], circle).flatMap((group) => group.findings)).toHaveLength(findings.length);
  });
});

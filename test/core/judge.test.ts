import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../../core/event.ts';
import { findingKey, type Finding } from '../../core/finding.ts';
import { judge, type JudgeInput } from '../../core/judge.ts';
import type { Suspicion } from '../../core/suspicion.ts';
import { iso, makeFinding, makeIncident, makeIncidentFinding, makeServices, makeSuspicion, MINUTE_MS, NOON_MS } from './builders.ts';

const PAYMENT = makeFinding();
const FRONTEND = makeFinding({ service: 'frontend', severity: 'medium' });
const CART = makeFinding({ service: 'cart' });

/** Findings that have lasted for ten minutes, unless suspicions are given. */
function makeJudgeInput(findings: readonly Finding[], input: Partial<JudgeInput> = {}): JudgeInput {
  const suspicions = new Map<string, Suspicion>(findings.map((finding) => [findingKey(finding), makeSuspicion(finding, { first_at: iso(-10 * MINUTE_MS) })]));
  return {
    actor: 'ops-monitor',
    now_ms: NOON_MS,
    findings,
    verdicts: [],
    services: makeServices(),
    suspicions,
    incidents: [],
    incident_ids: [],
    load_test: null,
    load_test_over_ms: null,
    informational: false,
    time_zone: 'Asia/Seoul',
    renew_every_s: 300,
    rules: { notify_from: 'medium', hold_s: 60, cooldown_s: 1800, deduplicate_s: 3600 },
    ...input,
  };
}

function kinds(events: readonly NewEvent[]): readonly string[] {
  return events.map((event) => event.kind);
}

function only(events: readonly NewEvent[], kind: string): readonly NewEvent[] {
  return events.filter((event) => event.kind === kind);
}

const UNDER_LOCK = { informational: true, load_test: { lock: 'stress-test', reason: 'high' } };

describe('a finding that nobody knew', () => {
  it('is recorded with the reason why nothing is made of it, once a reason', () => {
    const events = judge(makeJudgeInput([PAYMENT], { suspicions: new Map() }));
    expect(kinds(events)).toEqual(['finding.recorded', 'finding.suppressed']);
    expect(events[0]?.data).toMatchObject({ suppressed: 'hold' });
    expect(events[1]?.data).toEqual({ key: 'payment|error_rate', reason: 'hold', by: 'policy' });
    const held = new Map([['payment|error_rate', makeSuspicion(PAYMENT, { suppressed: 'hold' })]]);
    expect(judge(makeJudgeInput([PAYMENT], { suspicions: held }))).toEqual([]);
    const cooled = new Map([['payment|error_rate', makeSuspicion(PAYMENT, { suppressed: 'cooldown' })]]);
    expect(kinds(judge(makeJudgeInput([PAYMENT], { suspicions: cooled })))).toEqual(['finding.suppressed']);
  });

  it('is recorded afresh after it was cleared', () => {
    const cleared = new Map([['payment|error_rate', makeSuspicion(PAYMENT, { status: 'cleared', suppressed: 'hold' })]]);
    expect(kinds(judge(makeJudgeInput([PAYMENT], { suspicions: cleared })))).toEqual(['finding.recorded', 'finding.suppressed']);
  });

  it('opens an incident once it has lasted', () => {
    const events = judge(makeJudgeInput([PAYMENT, FRONTEND]));
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ kind: 'incident.opened', incident_id: 'INC-20261120-001', data: { service: 'payment', informational: false, lock: null, severity: 'critical', findings: [PAYMENT, FRONTEND] } });
  });

  it('opens one incident a fault, with ids that count up', () => {
    const events = only(judge(makeJudgeInput([PAYMENT, CART], { incident_ids: ['INC-20261120-004', 'INC-20261119-009'] })), 'incident.opened');
    expect(events.map((event) => [event.incident_id, event.data['service']])).toEqual([
      ['INC-20261120-005', 'payment'],
      ['INC-20261120-006', 'cart'],
    ]);
  });

  it('gives the same events for the same input', () => {
    const input = makeJudgeInput([PAYMENT, CART, FRONTEND]);
    expect(judge(input)).toEqual(judge(input));
  });
});

describe('a finding beside an unfinished incident', () => {
  it('joins it when it is connected, which makes it a cascade', () => {
    const events = judge(makeJudgeInput([FRONTEND], { incidents: [makeIncident()], suspicions: new Map() }));
    expect(kinds(events)).toEqual(['finding.recorded', 'incident.finding_joined']);
    expect(events[0]?.data).toMatchObject({ suppressed: null });
    expect(events[1]).toMatchObject({ incident_id: 'INC-20261120-001', data: { severity: 'critical', reason: 'connected to payment' } });
  });

  it('opens another one when it is a stranger', () => {
    expect(kinds(judge(makeJudgeInput([CART], { incidents: [makeIncident()], incident_ids: ['INC-20261120-001'] })))).toContain('incident.opened');
  });

  it('does not join when it is light and new to it', () => {
    const light = { ...FRONTEND, severity: 'low' as const };
    expect(only(judge(makeJudgeInput([light], { incidents: [makeIncident()] })), 'incident.finding_joined')).toEqual([]);
    const known = makeIncident({ findings: [makeIncidentFinding(), makeIncidentFinding({ service: 'frontend', active: false })] });
    expect(only(judge(makeJudgeInput([light], { incidents: [known] })), 'incident.finding_joined')).toHaveLength(1);
  });

  it('never brings doubtful data into it', () => {
    const doubtful = makeFinding({ symptom: 'data_quality', severity: 'critical' });
    expect(kinds(judge(makeJudgeInput([doubtful], { incidents: [makeIncident()], suspicions: new Map() })))).toEqual(['finding.recorded', 'finding.suppressed']);
  });

  it('is written down again only when it is worse, back, or due for renewal', () => {
    const joined = (known: Parameters<typeof makeIncidentFinding>[0], finding = PAYMENT) =>
      only(judge(makeJudgeInput([finding], { incidents: [makeIncident({ findings: [makeIncidentFinding(known)] })] })), 'incident.finding_joined').map((event) => [event.data['reason'], event.data['severity']]);
    expect(joined({ last_at: iso(-299_999) })).toEqual([]);
    expect(joined({ last_at: iso(-300_000) })).toEqual([['still there', 'high']]);
    expect(joined({ active: false })).toEqual([['back again', 'high']]);
    expect(joined({}, { ...PAYMENT, severity: 'critical' })).toEqual([['still there', 'critical']]);
    expect(joined({}, { ...PAYMENT, severity: 'medium' })).toEqual([]);
  });

  it('is renewed as a suspicion, too, for its incident, and not in between', () => {
    const renewed = (last_ms: number) => {
      const suspicion = makeSuspicion(PAYMENT, { first_at: iso(-10 * MINUTE_MS), last_at: iso(last_ms), incident_id: 'INC-20261120-001' });
      return only(judge(makeJudgeInput([PAYMENT], { incidents: [makeIncident()], suspicions: new Map([[suspicion.key, suspicion]]) })), 'finding.renewed').map((event) => event.incident_id);
    };
    expect(renewed(-300_000)).toEqual(['INC-20261120-001']);
    expect(renewed(-299_999)).toEqual([]);
  });
});

describe('a relapse', () => {
  const over = makeIncident({ status: 'resolved', resolved_at: iso(-20 * MINUTE_MS), findings: [makeIncidentFinding(), makeIncidentFinding({ symptom: 'latency_p99' })] });

  it('re-opens the incident within the deduplication time', () => {
    const events = judge(makeJudgeInput([PAYMENT], { incidents: [over] }));
    expect(events).toMatchObject([{ kind: 'incident.reopened', incident_id: over.id }]);
  });

  it('opens a new one after it', () => {
    const old = { ...over, resolved_at: iso(-61 * MINUTE_MS) };
    expect(kinds(judge(makeJudgeInput([PAYMENT], { incidents: [old] })))).toEqual(['incident.opened']);
  });

  it('with several symptoms and suffering callers is still one incident', () => {
    const events = judge(makeJudgeInput([FRONTEND, PAYMENT, makeFinding({ symptom: 'latency_p99' })], { incidents: [over] }));
    expect(kinds(events)).toEqual(['incident.reopened', 'incident.finding_joined', 'incident.finding_joined']);
    expect(new Set(events.map((event) => event.incident_id))).toEqual(new Set([over.id]));
  });

  it('is not made of an echo: a window that holds samples from before the repair', () => {
    const fresh = { ...over, resolved_at: iso(-5 * MINUTE_MS) };
    const events = judge(makeJudgeInput([PAYMENT], { incidents: [fresh] }));
    expect(events).toMatchObject([{ kind: 'finding.suppressed', data: { reason: 'window_overlaps_repair', by: fresh.id } }]);
  });

  it('that an unfinished incident has already is no echo', () => {
    const events = judge(makeJudgeInput([PAYMENT], { incidents: [makeIncident({ findings: [makeIncidentFinding({ active: false })] })], load_test_over_ms: NOON_MS }));
    expect(kinds(events)).toEqual(['incident.finding_joined']);
  });

  it('beside an independent fault leaves that its own incident', () => {
    const events = judge(makeJudgeInput([CART, PAYMENT], { incidents: [over], incident_ids: [over.id] }));
    expect(events.map((event) => [event.kind, event.incident_id, event.data['service'] ?? null]).toSorted()).toEqual([
      ['incident.opened', 'INC-20261120-002', 'cart'],
      ['incident.reopened', over.id, null],
    ]);
  });
});

describe('under the stress-test lock', () => {
  it('opens informational incidents with the severity that they would have had', () => {
    expect(judge(makeJudgeInput([PAYMENT], UNDER_LOCK))).toMatchObject([{ kind: 'incident.opened', data: { informational: true, lock: 'stress-test', severity: 'high', reason: 'seen under the lock stress-test: high' } }]);
  });

  it('never joins nor re-opens a real incident', () => {
    expect(judge(makeJudgeInput([FRONTEND], { ...UNDER_LOCK, incidents: [makeIncident()] }))).toMatchObject([{ kind: 'incident.opened', data: { informational: true } }]);
    const over = makeIncident({ status: 'resolved', resolved_at: iso(-20 * MINUTE_MS) });
    expect(judge(makeJudgeInput([PAYMENT], { ...UNDER_LOCK, incidents: [over] }))).toMatchObject([{ kind: 'incident.opened', data: { informational: true } }]);
  });

  it('gathers what is connected in its informational incident', () => {
    expect(judge(makeJudgeInput([FRONTEND], { ...UNDER_LOCK, incidents: [makeIncident({ informational: true })] }))).toMatchObject([{ kind: 'incident.finding_joined' }]);
  });

  it('leaves a real incident its own goings-on', () => {
    const worse = { ...PAYMENT, severity: 'critical' as const };
    expect(judge(makeJudgeInput([worse], { ...UNDER_LOCK, incidents: [makeIncident()] }))).toMatchObject([{ kind: 'incident.finding_joined', incident_id: 'INC-20261120-001' }]);
  });
});

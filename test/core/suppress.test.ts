import { describe, expect, it } from 'vitest';
import { echoOf, suppress, type SuppressionContext } from '../../core/suppress.ts';
import { iso, makeFinding, makeIncident, makeIncidentFinding, makeServices, makeSuspicion, MINUTE_MS, NOON_MS, WINDOW } from './builders.ts';

const FINDING = makeFinding();

/** A finding that has lasted long enough, with nothing that would suppress it. */
function makeContext(context: Partial<SuppressionContext> = {}): SuppressionContext {
  const suspicion = makeSuspicion(FINDING, { first_at: iso(-10 * MINUTE_MS) });
  return {
    now_ms: NOON_MS,
    services: makeServices(),
    suspicions: new Map([[suspicion.key, suspicion]]),
    incidents: [],
    load_test_over_ms: null,
    informational: false,
    verdicts: [],
    rules: { notify_from: 'medium', hold_s: 60, cooldown_s: 1800 },
    ...context,
  };
}

const REPAIRED = makeIncident({ status: 'resolved', resolved_at: iso(-5 * MINUTE_MS) });
const REHEARSED = makeIncident({ id: 'INC-20261120-007', status: 'resolved', informational: true, resolved_at: iso(-20 * MINUTE_MS) });

describe('suppression', () => {
  it('lets a finding pass that nothing speaks against', () => {
    expect(suppress(FINDING, makeContext())).toBeNull();
  });

  it('keeps doubtful data from people, whatever its severity', () => {
    expect(suppress(makeFinding({ symptom: 'data_quality', severity: 'critical' }), makeContext())).toEqual({ reason: 'data_quality', by: 'policy' });
  });

  it('keeps what is below the severity that people are told of', () => {
    expect(suppress(makeFinding({ severity: 'low' }), makeContext())?.reason).toBe('below_notify');
    expect(suppress(makeFinding({ severity: 'medium' }), makeContext())).toBeNull();
  });

  it('records each matter once a load test, until the cooldown is over', () => {
    const context = (resolved_ms: number, informational = true) => makeContext({ informational, incidents: [{ ...REHEARSED, resolved_at: iso(resolved_ms) }] });
    const lately = { ...FINDING, window: { start_ms: NOON_MS, end_ms: NOON_MS } };
    expect(suppress(lately, context(-30 * MINUTE_MS + 1))).toEqual({ reason: 'cooldown', by: REHEARSED.id });
    expect(suppress(lately, context(-30 * MINUTE_MS))).toBeNull();
    expect(suppress(lately, context(-MINUTE_MS, false))).toBeNull();
    expect(suppress(lately, makeContext({ informational: true, incidents: [{ ...REPAIRED, resolved_at: iso(-MINUTE_MS) }] }))).toBeNull();
  });

  it('waits until a finding has lasted', () => {
    const held = (first_ms: number, status: 'active' | 'cleared' = 'active') => makeContext({ suspicions: new Map([['payment|error_rate', makeSuspicion(FINDING, { first_at: iso(first_ms), status })]]) });
    expect(suppress(FINDING, held(-59_999))).toEqual({ reason: 'hold', by: 'policy' });
    expect(suppress(FINDING, held(-60_000))).toBeNull();
    expect(suppress(FINDING, held(-600_000, 'cleared'))?.reason).toBe('hold');
    expect(suppress(FINDING, makeContext({ suspicions: new Map() }))?.reason).toBe('hold');
  });

  it('believes that a service is down only when a failing request waited for it', () => {
    const down = makeFinding({ symptom: 'service_down', severity: 'critical' });
    const suspicion = makeSuspicion(down, { first_at: iso(-10 * MINUTE_MS) });
    const context = (service: string | null) =>
      makeContext({ suspicions: new Map([[suspicion.key, suspicion]]), verdicts: service === null ? [] : [{ trace_id: 't', service, how: 'silent', detail: '' }] });
    expect(suppress(down, context(null))).toEqual({ reason: 'no_failing_trace', by: 'policy' });
    expect(suppress(down, context('cart'))?.reason).toBe('no_failing_trace');
    expect(suppress(down, context('payment'))).toBeNull();
  });

  it('gives the first reason of several, in the order of the policy', () => {
    const context = makeContext({ informational: true, incidents: [REHEARSED], suspicions: new Map() });
    expect(suppress(makeFinding({ symptom: 'data_quality', severity: 'info' }), context)?.reason).toBe('data_quality');
    expect(suppress(makeFinding({ severity: 'info' }), context)?.reason).toBe('below_notify');
    expect(suppress(FINDING, context)?.reason).toBe('cooldown');
    expect(suppress(makeFinding({ symptom: 'service_down' }), context)?.reason).toBe('hold');
  });
});

describe('echoes', () => {
  it('are none of what nothing accounts for', () => {
    expect(echoOf(FINDING, makeContext())).toBeNull();
  });

  it('does not judge the time after a load test by samples taken in it', () => {
    expect(echoOf(FINDING, makeContext({ load_test_over_ms: WINDOW.start_ms + 1 }))).toEqual({ reason: 'window_overlaps_load_test', by: 'stress-test lock' });
    expect(echoOf(FINDING, makeContext({ load_test_over_ms: WINDOW.start_ms }))).toBeNull();
    expect(echoOf(FINDING, makeContext({ load_test_over_ms: WINDOW.start_ms + 1, informational: true }))).toBeNull();
  });

  it('takes no echo of a repaired incident for a relapse', () => {
    expect(echoOf(FINDING, makeContext({ incidents: [REPAIRED] }))).toEqual({ reason: 'window_overlaps_repair', by: REPAIRED.id });
    expect(echoOf(FINDING, makeContext({ incidents: [{ ...REPAIRED, resolved_at: new Date(WINDOW.start_ms).toISOString() }] }))).toBeNull();
    expect(echoOf(FINDING, makeContext({ incidents: [makeIncident()] }))).toBeNull();
  });

  it('knows the echo in connected services and in findings that the incident had, and not in strangers', () => {
    const suspicionOf = (service: string) => {
      const finding = makeFinding({ service });
      const suspicion = makeSuspicion(finding, { first_at: iso(-10 * MINUTE_MS) });
      return { finding, suspicions: new Map([[suspicion.key, suspicion]]) };
    };
    const frontend = suspicionOf('frontend');
    const cart = suspicionOf('cart');
    expect(echoOf(frontend.finding, makeContext({ incidents: [REPAIRED], suspicions: frontend.suspicions }))?.reason).toBe('window_overlaps_repair');
    expect(echoOf(cart.finding, makeContext({ incidents: [REPAIRED], suspicions: cart.suspicions }))).toBeNull();
    const withCart = { ...REPAIRED, findings: [makeIncidentFinding({ service: 'cart' })] };
    expect(echoOf(cart.finding, makeContext({ incidents: [withCart], suspicions: cart.suspicions }))?.reason).toBe('window_overlaps_repair');
  });

  it('of a load test come before those of a repair', () => {
    expect(echoOf(FINDING, makeContext({ load_test_over_ms: NOON_MS, incidents: [REPAIRED] }))?.reason).toBe('window_overlaps_load_test');
  });
});

import { describe, expect, it } from 'vitest';
import { chooseSuspect } from '../../core/suspect.ts';
import type { TraceVerdict } from '../../core/trace-evidence.ts';
import { makeFinding, makeServices } from './builders.ts';

const SERVICES = makeServices();
const FRONTEND = makeFinding({ service: 'frontend', severity: 'critical' });
const CHECKOUT = makeFinding({ service: 'checkout', severity: 'medium' });

function verdicts(...of: readonly (readonly [service: string, how: TraceVerdict['how']])[]): readonly TraceVerdict[] {
  return of.map(([service, how], index) => ({ trace_id: `t${index}`, service, how, detail: '' }));
}

describe('the suspect, by traces', () => {
  it('is where most failing requests end, even without a finding of its own', () => {
    expect(chooseSuspect([FRONTEND], verdicts(['payment', 'answered'], ['payment', 'answered'], ['cart', 'answered']), SERVICES)).toEqual({
      service: 'payment',
      symptom: 'error_rate',
      reason: '2 of 3 failing traces failed in payment',
    });
  });

  it('is down when most of them got no answer from it', () => {
    expect(chooseSuspect([FRONTEND], verdicts(['payment', 'silent'], ['payment', 'silent'], ['payment', 'answered']), SERVICES)).toEqual({
      service: 'payment',
      symptom: 'service_down',
      reason: '3 of 3 failing traces got no answer from payment',
    });
    expect(chooseSuspect([FRONTEND], verdicts(['payment', 'silent'], ['payment', 'answered']), SERVICES)?.symptom).toBe('error_rate');
  });

  it('shows its own worst symptom where it has findings', () => {
    const clues = [FRONTEND, makeFinding({ service: 'payment', symptom: 'latency_p99', severity: 'medium' }), makeFinding({ service: 'payment', symptom: 'service_down', severity: 'critical' })];
    expect(chooseSuspect(clues, verdicts(['payment', 'answered']), SERVICES)?.symptom).toBe('service_down');
  });

  it('needs more than half of the votes', () => {
    expect(chooseSuspect([FRONTEND], verdicts(['payment', 'answered'], ['cart', 'answered']), SERVICES)).toMatchObject({ service: 'frontend', reason: 'the only service with findings' });
  });

  it('is never a name that is not configured: such votes do not count at all', () => {
    expect(chooseSuspect([FRONTEND], verdicts(['rm -rf', 'silent'], ['rm -rf', 'silent'], ['cart', 'answered']), SERVICES)?.service).toBe('cart');
    expect(chooseSuspect([FRONTEND], verdicts(['constructor', 'silent'], ['toString', 'silent'], ['__proto__', 'silent']), SERVICES)?.service).toBe('frontend');
  });

  it('is never a name that is called and not configured', () => {
    const services = makeServices({ cart: { calls: ['valkey-cart'] } });
    expect(chooseSuspect([makeFinding({ service: 'cart' })], verdicts(['valkey-cart', 'silent']), services)?.service).toBe('cart');
  });

  it('is never a service that the findings cannot reach', () => {
    expect(chooseSuspect([makeFinding({ service: 'cart' })], verdicts(['payment', 'silent']), SERVICES)?.service).toBe('cart');
  });
});

describe('the suspect, by the graph', () => {
  it('is the failing service that calls no other failing one', () => {
    expect(chooseSuspect([FRONTEND, CHECKOUT], [], SERVICES)).toEqual({ service: 'checkout', symptom: 'error_rate', reason: 'it calls no other failing service' });
  });

  it('is the worst of several such services', () => {
    const clues = [FRONTEND, makeFinding({ service: 'cart', severity: 'medium' }), makeFinding({ service: 'payment', severity: 'high' })];
    expect(chooseSuspect(clues, [], SERVICES)?.service).toBe('payment');
  });

  it('is the first where all of them call each other in a circle', () => {
    const circle = makeServices({ payment: { calls: ['checkout'] } });
    expect(chooseSuspect([CHECKOUT, makeFinding({ service: 'payment' })], [], circle)).toMatchObject({ service: 'checkout', reason: 'the only finding' });
  });

  it('is nobody without findings', () => {
    expect(chooseSuspect([], verdicts(['payment', 'silent']), SERVICES)).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { AtlasError } from '../../core/error.ts';
import { newEvent } from '../../core/event-data.ts';
import type { LockView } from '../../core/lease.ts';
import { createHarness, createOutside, POLICY, wish } from './gate-harness.ts';

describe('gate.effect docker.restart', () => {
  const restart = (outside: ReturnType<typeof createOutside>, key: string, container = 'cart') =>
    wish(outside, { key, tool: 'docker.restart', input: { container }, absent_is_certain: true });
  const stressTest: LockView = { name: 'stress-test', locked_by: 'demo-controller', reason: 'load', until: null, blocks: ['auto_restart'], origin: 'hand', state: 'held' };

  it('waits while a lock forbids it, says so once, and goes on after', async () => {
    const harness = createHarness();
    const outside = createOutside();
    harness.lock = stressTest;
    for (let n = 0; n < 3; n += 1) expect(await harness.gate.effect(restart(outside, 'k'))).toMatchObject({ status: 'pending', reason: 'locked: stress-test' });
    expect(outside.performed).toBe(0);
    expect(await harness.kinds()).toEqual(['effect.intended', 'guard.refused']);
    harness.lock = null;
    expect(await harness.gate.effect(restart(outside, 'k'))).toMatchObject({ status: 'done' });
  });

  it('sees a lease that was granted after the folder was looked at', async () => {
    const harness = createHarness();
    const outside = createOutside();
    const data = { name: 'stress-test', holder: harness.holder, locked_by: 'demo-controller', reason: 'r', expires_at: '2030-01-01T00:00:00.000Z', blocks: ['auto_restart'] as const };
    await harness.ledger.append([newEvent('lease.granted', 'demo-controller', null, data)]);
    expect(await harness.gate.effect(restart(outside, 'k'))).toMatchObject({ status: 'pending', reason: 'locked: stress-test' });
    expect(outside.performed).toBe(0);
  });

  it('never restarts what the policy excludes', async () => {
    const { gate } = createHarness();
    const outside = createOutside();
    expect(await gate.effect(restart(outside, 'k', 'signoz-postgres-1'))).toMatchObject({ status: 'refused', error: { error_code: 'AUTHZ_DENIED' } });
    expect(await gate.effect(wish(outside, { key: 'l', tool: 'docker.restart', input: {} as { container: string } }))).toMatchObject({ status: 'refused', error: { error_code: 'VALIDATION_ERROR' } });
    expect(outside.performed).toBe(0);
  });

  it('keeps the cooldown per container and the budget over all, from the ledger', async () => {
    const { gate, clock } = createHarness({}, { restart: { ...POLICY.restart, max_per_hour: 3 } });
    const outside = createOutside();
    const first_ms = clock.now();
    expect(await gate.effect(restart(outside, '1'))).toMatchObject({ status: 'done' });
    clock.advance(299_000);
    expect(await gate.effect(restart(outside, '2'))).toMatchObject({ status: 'pending', reason: 'restart_cooldown', not_before: new Date(first_ms + 300_000).toISOString() });
    expect(await gate.effect(restart(outside, '3', 'ad'))).toMatchObject({ status: 'done' });
    clock.advance(1_000);
    expect(await gate.effect(restart(outside, '2'))).toMatchObject({ status: 'done' });
    expect(await gate.effect(restart(outside, '4', 'email'))).toMatchObject({ status: 'pending', reason: 'restarts_per_hour', not_before: new Date(first_ms + 3_600_000).toISOString() });
    expect(outside.performed).toBe(3);
    clock.advance(3_300_001);
    expect(await gate.effect(restart(outside, '4', 'email'))).toMatchObject({ status: 'done' });
  });

  it('does not count a restart that certainly did not happen', async () => {
    const { gate, clock } = createHarness();
    const outside = createOutside();
    outside.fail.push({ error: new AtlasError('LOCKED', 'docker-gate: locked', { retryable: true }), did: false });
    expect(await gate.effect(restart(outside, '1'))).toMatchObject({ status: 'pending', reason: 'backoff' });
    clock.advance(10_000);
    expect(await gate.effect(restart(outside, '1'))).toMatchObject({ status: 'done' });
  });
});

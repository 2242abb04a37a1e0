import { describe, expect, it } from 'vitest';
import { AtlasError } from '../../core/error.ts';
import { newEvent, storyEvent } from '../../core/event-data.ts';
import { eventually } from '../adapters/store/eventually.ts';
import { createHarness, createOutside, wish } from './gate-harness.ts';

const lost = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
const unreachable = (): Error => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

describe('gate.effect', () => {
  it('does it once, records what follows in the same breath, and gives the stored result ever after', async () => {
    const { gate, ledger, kinds } = createHarness();
    const outside = createOutside();
    const spec = { ...wish(outside), on_done: (result: string) => [storyEvent('test.followed', 'jira-resolver', null, { result })] };
    expect(await gate.effect(spec)).toEqual({ status: 'done', result: 'OPS-1', fresh: true });
    expect(await gate.effect(spec)).toEqual({ status: 'done', result: 'OPS-1', fresh: false });
    expect(outside).toMatchObject({ performed: 1, lookups: 0 });
    expect(await kinds()).toEqual(['effect.intended', 'effect.attempted', 'effect.done', 'test.followed']);
    expect(await ledger.get('effect', 'k')).toMatchObject({ status: 'done', attempts: 1, holder: null });
  });

  it('does it once for many who ask at the same time', async () => {
    const { gate, other, alive, holder } = createHarness();
    alive.add('other').add(holder.instance);
    const outside = createOutside();
    const second = other();
    const outcomes = await Promise.all([gate, second, gate, second].map((one) => one.effect(wish(outside))));
    expect(outside.performed).toBe(1);
    expect(outcomes.filter((outcome) => outcome.status === 'done' && outcome.fresh)).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome.status === 'pending').length).toBeGreaterThan(0);
  });

  it('leaves alone what the same process is doing', async () => {
    const { gate } = createHarness();
    const outside = createOutside();
    let answer: (text: string) => void = () => undefined;
    let asked = 0;
    const spec = {
      ...wish(outside),
      perform: () => {
        asked += 1;
        return new Promise<string>((resolve) => (answer = resolve));
      },
    };
    const first = gate.effect(spec);
    await eventually('it is under way', () => asked === 1);
    expect(await gate.effect(spec)).toEqual({ status: 'pending', reason: 'under_way', not_before: null });
    expect(outside.lookups).toBe(0);
    answer('OPS-1');
    expect(await first).toEqual({ status: 'done', result: 'OPS-1', fresh: true });
    expect(asked).toBe(1);
  });

  it('finds out by lookup that a lost reply was a success, at once', async () => {
    const { gate, kinds } = createHarness();
    const outside = createOutside();
    outside.fail.push({ error: lost(), did: true });
    expect(await gate.effect(wish(outside))).toMatchObject({ status: 'done', fresh: true });
    expect(outside.performed).toBe(1);
    expect(await kinds()).toEqual(['effect.intended', 'effect.attempted', 'effect.ambiguous', 'effect.done']);
  });

  it('performs again after an unknown outcome only when "not there" counts', async () => {
    const { gate, clock } = createHarness();
    const outside = createOutside();
    outside.fail.push({ error: lost(), did: false });
    expect(await gate.effect(wish(outside))).toMatchObject({ status: 'pending', reason: 'outcome_unknown' });
    clock.advance(119_000);
    expect(await gate.effect(wish(outside))).toMatchObject({ status: 'pending', reason: 'outcome_unknown' });
    expect(outside.performed).toBe(0);
    // A clock that is set forward is not time that passed.
    clock.jump(3_600_000);
    expect(await gate.effect(wish(outside))).toMatchObject({ status: 'pending', reason: 'outcome_unknown' });
    clock.advance(1_000);
    expect(await gate.effect(wish(outside))).toMatchObject({ status: 'done', fresh: true });
    expect(outside.performed).toBe(1);
  });

  it('waits with a certain lookup only as long as the attempt itself could last', async () => {
    const { gate, clock } = createHarness();
    const outside = createOutside();
    outside.fail.push({ error: lost(), did: false });
    const spec = wish(outside, { absent_is_certain: true });
    expect(await gate.effect(spec)).toMatchObject({ status: 'pending' });
    clock.advance(4_900);
    expect(await gate.effect(spec)).toMatchObject({ status: 'pending' });
    clock.advance(200);
    expect(await gate.effect(spec)).toMatchObject({ status: 'done' });
  });

  it('leaves an attempt alone whose process lives, and asks the outside when it died', async () => {
    const { gate, ledger, alive, holder, clock } = createHarness();
    const outside = createOutside();
    const dead = { ...holder, instance: 'dead' };
    await ledger.append([
      newEvent('effect.intended', 'jira-resolver', null, { key: 'k', tool: 'jira.create', input: null }),
      newEvent('effect.attempted', 'jira-resolver', null, { key: 'k', tool: 'jira.create', attempt: 1, holder: dead }),
    ]);
    alive.add('dead');
    expect(await gate.effect(wish(outside))).toMatchObject({ status: 'pending', reason: 'under_way' });
    expect(outside.lookups).toBe(0);
    alive.delete('dead');
    expect(await gate.effect(wish(outside))).toMatchObject({ status: 'pending', reason: 'outcome_unknown' });
    expect(outside).toMatchObject({ performed: 0, lookups: 1 });
    outside.there = 'OPS-7';
    clock.advance(1_000);
    expect(await gate.effect(wish(outside))).toEqual({ status: 'done', result: 'OPS-7', fresh: true });
    expect(outside.performed).toBe(0);
  });

  it('keeps to Retry-After, and backs off by doubling without one', async () => {
    const { gate, clock, ledger } = createHarness();
    const outside = createOutside();
    const busy = new AtlasError('RATE_LIMIT', 'slow down', { retryable: true, details: { retry_after_ms: 30_000 } });
    outside.fail.push({ error: busy, did: false }, { error: unreachable(), did: false });
    expect(await gate.effect(wish(outside))).toEqual({ status: 'pending', reason: 'rate_limited_upstream', not_before: new Date(clock.now() + 30_000).toISOString() });
    clock.advance(29_999);
    expect(await gate.effect(wish(outside))).toMatchObject({ status: 'pending', reason: 'backoff' });
    expect((await ledger.get('effect', 'k'))?.attempts).toBe(1);
    clock.advance(1);
    // Attempt 2 of 2 s doubling once: 4 s, of which the least is three quarters.
    expect(await gate.effect(wish(outside))).toEqual({ status: 'pending', reason: 'backoff', not_before: new Date(clock.now() + 3_000).toISOString() });
    clock.advance(3_000);
    expect(await gate.effect(wish(outside))).toMatchObject({ status: 'done' });
    expect(outside).toMatchObject({ performed: 1, lookups: 0 });
  });

  it('gives up after the permitted attempts, for good', async () => {
    const { gate, clock } = createHarness({}, { breaker: { failures: 100, open_s: 60 } });
    const outside = createOutside();
    for (let n = 0; n < 5; n += 1) outside.fail.push({ error: unreachable(), did: false });
    const outcomes = [];
    for (let n = 0; n < 5; n += 1) {
      outcomes.push((await gate.effect(wish(outside, { tool: 'locust.start' }))).status);
      clock.advance(120_000);
    }
    expect(outcomes).toEqual(['pending', 'pending', 'refused', 'refused', 'refused']);
    expect(outside.fail).toHaveLength(2);
  });

  it('gives up after the permitted attempts of unknown outcome, after one last look', async () => {
    const restart = { cooldown_s: 1, max_per_hour: 100, never: [] };
    const { gate, clock, ledger } = createHarness({}, { breaker: { failures: 100, open_s: 60 }, restart });
    const outside = createOutside();
    for (let n = 0; n < 5; n += 1) outside.fail.push({ error: lost(), did: false });
    for (let n = 0; n < 4; n += 1) {
      await gate.effect(wish(outside, { tool: 'docker.restart' }));
      clock.advance(300_000);
    }
    expect(await gate.effect(wish(outside, { tool: 'docker.restart' }))).toMatchObject({ status: 'refused', error: { message: expect.stringMatching(/given up after 3 attempts/) } });
    expect((await ledger.get('effect', 'k'))?.attempts).toBe(3);
  });

  it('never gives up telling people, however long the other side is away', async () => {
    const { gate, clock } = createHarness({}, { breaker: { failures: 100, open_s: 60 } });
    const outside = createOutside();
    for (let n = 0; n < 20; n += 1) outside.fail.push({ error: n % 2 === 0 ? unreachable() : lost(), did: false });
    for (let n = 0; n < 60 && outside.fail.length > 0; n += 1) {
      expect((await gate.effect(wish(outside))).status).toBe('pending');
      clock.advance(300_000);
    }
    expect(await gate.effect(wish(outside))).toMatchObject({ status: 'done' });
    expect(outside.performed).toBe(1);
  });

  it('takes a clear no for an answer', async () => {
    const { gate, kinds } = createHarness();
    const outside = createOutside();
    outside.fail.push({ error: new AtlasError('VALIDATION_ERROR', 'summary too long'), did: false });
    expect(await gate.effect(wish(outside))).toMatchObject({ status: 'refused', error: { error_code: 'VALIDATION_ERROR', trace_id: expect.any(String) } });
    expect(await gate.effect(wish(outside))).toMatchObject({ status: 'refused', error: { error_code: 'VALIDATION_ERROR' } });
    expect(await kinds()).toEqual(['effect.intended', 'effect.attempted', 'effect.refused']);
  });

  it('treats no answer in time as unknown', async () => {
    const { gate, kinds } = createHarness();
    const outside = createOutside();
    const spec = { ...wish(outside), timeout_ms: 30, perform: () => new Promise<string>(() => undefined) };
    expect(await gate.effect(spec)).toMatchObject({ status: 'pending', reason: 'outcome_unknown' });
    expect(await kinds()).toEqual(['effect.intended', 'effect.attempted', 'effect.ambiguous']);
  });

  it('repeats without a lookup only what may be repeated', async () => {
    const { gate } = createHarness();
    const outside = createOutside();
    const { lookup: _, ...bare } = wish(outside, { tool: 'discord.edit' });
    expect(await gate.effect(bare)).toMatchObject({ status: 'done' });
    await expect(gate.effect({ ...bare, tool: 'jira.comment', key: 'other' })).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
  });

  it('refuses what the agent may not use, recorded once, and takes it back when the allow-list grows', async () => {
    const { gate, kinds, ledger } = createHarness({ tools: ['jira.comment'] });
    const outside = createOutside();
    for (let n = 0; n < 3; n += 1) expect(await gate.effect(wish(outside))).toMatchObject({ status: 'refused', error: { error_code: 'AUTHZ_DENIED' } });
    expect(await kinds()).toEqual(['guard.refused']);
    expect(await ledger.get('effect', 'k')).toBeNull();
    expect(outside.performed).toBe(0);
  });

  it.each([
    ['the agent', { dryRun: true }, {}],
    ['the policy', {}, { dry_run: true }],
  ])('in dry-run of %s says what it would do, once, and does nothing', async (_, options, policy) => {
    const { gate, kinds } = createHarness(options, policy);
    const outside = createOutside();
    for (let n = 0; n < 2; n += 1) expect(await gate.effect(wish(outside))).toEqual({ status: 'dry_run', text: 'would do jira.create {"container":"cart"}' });
    expect(outside).toMatchObject({ performed: 0, lookups: 0 });
    expect(await kinds()).toEqual(['effect.dry_run']);
  });

  it('does after a dry-run what was only said in it', async () => {
    const dry = createHarness({ dryRun: true });
    const outside = createOutside();
    await dry.gate.effect(wish(outside));
    const real = createHarness({ ledger: dry.ledger });
    expect(await real.gate.effect(wish(outside))).toMatchObject({ status: 'done', fresh: true });
  });

  it('counts rate limits from the ledger, over processes and families', async () => {
    const { gate, other, clock, kinds } = createHarness({}, { rate_limits: [{ tool: 'jira.*', max: 2, per_s: 3_600 }] });
    const outside = createOutside();
    const begin_ms = clock.now();
    expect(await gate.effect(wish(outside, { key: 'a' }))).toMatchObject({ status: 'done' });
    clock.advance(10_000);
    expect(await other().effect(wish(outside, { key: 'b', tool: 'jira.comment' }))).toMatchObject({ status: 'done' });
    const third = wish(outside, { key: 'c' });
    expect(await gate.effect(third)).toEqual({ status: 'pending', reason: 'rate_limit', not_before: new Date(begin_ms + 3_600_000).toISOString() });
    expect(await gate.effect(wish(outside, { key: 'd', tool: 'discord.post' }))).toMatchObject({ status: 'done' });
    await gate.effect(third);
    expect((await kinds()).filter((kind) => kind === 'guard.refused')).toHaveLength(1);
    clock.advance(3_591_000);
    expect(await gate.effect(third)).toMatchObject({ status: 'done' });
  });

  it('opens the circuit after three failures, spends no attempts meanwhile, and probes with one call', async () => {
    const { gate, clock, kinds, ledger } = createHarness();
    const outside = createOutside();
    for (let n = 0; n < 4; n += 1) outside.fail.push({ error: unreachable(), did: false });
    for (const key of ['a', 'b', 'c']) expect(await gate.effect(wish(outside, { key }))).toMatchObject({ status: 'pending', reason: 'backoff' });
    expect(await gate.effect(wish(outside, { key: 'd' }))).toMatchObject({ status: 'pending', reason: 'circuit_open' });
    expect((await ledger.get('effect', 'd'))?.attempts).toBe(0);
    expect(await gate.effect(wish(createOutside(), { key: 'e', tool: 'discord.post' }))).toMatchObject({ status: 'done' });
    clock.advance(60_000);
    const [probe, next] = await Promise.all([gate.effect(wish(outside, { key: 'd' })), gate.effect(wish(outside, { key: 'f' }))]);
    expect([probe.status, next.status]).toEqual(['pending', 'pending']);
    expect(outside.fail).toHaveLength(0);
    clock.advance(60_000);
    expect(await gate.effect(wish(outside, { key: 'f' }))).toMatchObject({ status: 'done' });
    await eventually('the closing is recorded', async () => (await kinds()).includes('breaker.closed'));
    expect((await kinds()).filter((kind) => kind.startsWith('breaker.'))).toEqual(['breaker.opened', 'breaker.closed']);
  });
});

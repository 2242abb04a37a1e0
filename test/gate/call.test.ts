import { describe, expect, it } from 'vitest';
import { AtlasError } from '../../core/error.ts';
import { eventually } from '../adapters/store/eventually.ts';
import { createHarness } from './gate-harness.ts';

const broken = (): Promise<never> => Promise.reject(Object.assign(new Error('fetch failed'), { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) }));

describe('gate.call', () => {
  it('asks, and gives the answer without writing anything', async () => {
    const { gate, kinds } = createHarness();
    expect(await gate.call({ tool: 'signoz.services', run: () => Promise.resolve([1]) })).toEqual([1]);
    expect(await kinds()).toEqual([]);
  });

  it('refuses what the agent may not ask, recorded at most once a minute for each tool', async () => {
    const { gate, kinds, clock } = createHarness({ tools: [] });
    let asked = 0;
    const spec = { tool: 'signoz.services' as const, run: () => Promise.resolve((asked += 1)) };
    for (let n = 0; n < 5; n += 1) await expect(gate.call(spec)).rejects.toMatchObject({ error_code: 'AUTHZ_DENIED', retryable: false });
    await expect(gate.call({ ...spec, tool: 'jira.get' })).rejects.toMatchObject({ error_code: 'AUTHZ_DENIED' });
    expect(await kinds()).toEqual(['call.refused', 'call.refused']);
    clock.advance(60_000);
    await expect(gate.call(spec)).rejects.toThrow();
    expect(await kinds()).toHaveLength(3);
    expect(asked).toBe(0);
  });

  it('keeps to a family\'s limit in a sliding window', async () => {
    const { gate, clock } = createHarness({}, { rate_limits: [{ tool: 'signoz.*', max: 3, per_s: 60 }] });
    const ask = (tool: 'signoz.logs' | 'signoz.trace' | 'jira.get'): Promise<number> => gate.call({ tool, run: () => Promise.resolve(1) });
    await ask('signoz.logs');
    clock.advance(30_000);
    await ask('signoz.trace');
    await ask('signoz.trace');
    await expect(ask('signoz.logs')).rejects.toMatchObject({ error_code: 'RATE_LIMIT', retryable: true, details: { retry_after_ms: 30_000 } });
    await ask('jira.get');
    clock.advance(30_000);
    await ask('signoz.logs');
    await expect(ask('signoz.logs')).rejects.toMatchObject({ error_code: 'RATE_LIMIT' });
  });

  it('opens the circuit after three failures in a row, and closes it after a probe', async () => {
    const { gate, clock, kinds } = createHarness();
    let asked = 0;
    const ask = (run: () => Promise<unknown>): Promise<unknown> =>
      gate.call({
        tool: 'signoz.logs',
        run: () => {
          asked += 1;
          return run();
        },
      });
    const good = (): Promise<string> => Promise.resolve('ok');
    await expect(ask(broken)).rejects.toMatchObject({ error_code: 'UPSTREAM_ERROR', certainty: 'refused', retryable: true });
    await expect(ask(broken)).rejects.toThrow();
    await ask(good);
    for (let n = 0; n < 3; n += 1) await expect(ask(broken)).rejects.toMatchObject({ error_code: 'UPSTREAM_ERROR' });
    await expect(ask(good)).rejects.toMatchObject({ error_code: 'CIRCUIT_OPEN', retryable: true });
    expect(asked).toBe(6);
    clock.advance(60_000);
    await expect(ask(broken)).rejects.toMatchObject({ error_code: 'UPSTREAM_ERROR' });
    await expect(ask(good)).rejects.toMatchObject({ error_code: 'CIRCUIT_OPEN' });
    clock.advance(60_000);
    await ask(good);
    await ask(good);
    await eventually('the closing is recorded', async () => (await kinds()).includes('breaker.closed'));
    expect((await kinds()).filter((kind) => kind.startsWith('breaker.'))).toEqual(['breaker.opened', 'breaker.closed']);
  });

  it('does not blame the system for a clear no', async () => {
    const { gate } = createHarness();
    const no = (): Promise<never> => Promise.reject(new AtlasError('VALIDATION_ERROR', 'bad filter'));
    for (let n = 0; n < 5; n += 1) await expect(gate.call({ tool: 'signoz.logs', run: no })).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
    for (let n = 0; n < 5; n += 1) await expect(gate.call({ tool: 'signoz.logs', run: () => Promise.reject(new AtlasError('RATE_LIMIT', '429', { retryable: true })) })).rejects.toMatchObject({ error_code: 'RATE_LIMIT' });
    await gate.call({ tool: 'signoz.logs', run: () => Promise.resolve(1) });
  });

  it('ends what takes too long, and tells it to stop', async () => {
    const { gate } = createHarness();
    let stopped = false;
    const run = (signal: AbortSignal): Promise<never> => {
      signal.addEventListener('abort', () => (stopped = true));
      return new Promise<never>(() => undefined);
    };
    await expect(gate.call({ tool: 'signoz.logs', timeout_ms: 20, run })).rejects.toMatchObject({ error_code: 'UPSTREAM_TIMEOUT', retryable: true });
    expect(stopped).toBe(true);
  });

  it('gives every failure one shape with a trace id', async () => {
    const { gate } = createHarness({ newTraceId: () => 'trace-1' });
    await expect(gate.call({ tool: 'jira.get', run: () => Promise.reject(new TypeError('x is undefined')) })).rejects.toMatchObject({
      name: 'AtlasError',
      error_code: 'INTERNAL_ERROR',
      certainty: 'ambiguous',
      trace_id: 'trace-1',
    });
  });
});

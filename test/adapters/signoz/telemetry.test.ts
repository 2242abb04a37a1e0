import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { McpClient } from '../../../adapters/mcp/client.ts';
import { createSignozTelemetry } from '../../../adapters/signoz/telemetry.ts';
import { telemetryContract } from '../../contracts/telemetry.ts';
import { nano, resourceOf, send, traceBody } from '../../sandbox/signoz/otlp-feed.ts';
import { FAILED_TRACE, fedSignoz } from './fed-signoz.ts';
import type { FedSignoz } from './fed-signoz.ts';

telemetryContract('signoz', async () => ({ ...(await fedSignoz()), failed_trace: FAILED_TRACE }));

describe('signoz adapter', () => {
  let fed: FedSignoz;
  beforeAll(async () => {
    fed = await fedSignoz({ resources: { cpu_percent_metric: 'container.cpu.utilization', memory_percent_metric: 'container.memory.percent', memory_bytes_metric: 'container.memory.usage.total', group_by: 'container.name' } });
  });
  beforeEach(() => fed.signoz.setFaults({ empty: false, truncate: false, tools: [], inject_text: null, rate_limited: false, count: null }));
  afterAll(() => fed.stop());

  it('asks a constant number of times, however many services there are', async () => {
    const calls: string[] = [];
    const counting: McpClient = { ...fed.mcp, call: (tool, args, options) => (calls.push(tool), fed.mcp.call(tool, args, options)) };
    await send(fed.signoz.collectorUrl, 'traces', traceBody(['a', 'b', 'c'].map((service) => ({ service, end_ms: fed.window.end_ms - 2000, duration_ns: 1_000_000n }))));
    expect(await createSignozTelemetry({ mcp: counting, web_url: null }).services(fed.window)).toHaveLength(4);
    expect(calls.sort()).toEqual(['signoz_aggregate_traces', 'signoz_list_services']);
  });

  it('gives the other numbers when p95 cannot be had', async () => {
    fed.signoz.setFaults({ rate_limited: true, tools: ['signoz_aggregate_traces'] });
    const samples = await fed.telemetry.services(fed.window);
    expect(samples.find((sample) => sample.service === 'checkout')).toMatchObject({ requests: 20, latency_p95_ms: null });
    fed.signoz.setFaults({ tools: ['signoz_list_services'] });
    await expect(fed.telemetry.services(fed.window)).rejects.toMatchObject({ error_code: 'RATE_LIMIT' });
  });

  it('reads durations above 2^53 ns, and cleans what other programs wrote', async () => {
    const trace_id = '11111111111111111111111111111111';
    const end_ms = fed.window.end_ms - 1000;
    const error = '\u001b[31mpaid with 4111 1111 1111 1111\u0000\u202e';
    await send(fed.signoz.collectorUrl, 'traces', traceBody([{ service: 'slow', trace_id, end_ms, duration_ns: 9_007_199_254_740_993n, error, name: 'GET /\u001b]0;x\u0007a' }]));
    const [span] = await fed.telemetry.trace(trace_id, fed.window);
    expect(span?.duration_ms).toBeCloseTo(9_007_199_254.74, 1);
    expect(span).toMatchObject({ name: 'GET /a', status_message: 'paid with [card …1111]' });
  });

  it('reads container metrics as ratios', async () => {
    const gauge = (name: string, value: number) => ({ name, unit: '', gauge: { dataPoints: [{ timeUnixNano: nano(fed.window.end_ms - 1000), asDouble: value }] } });
    const metrics = [gauge('container.cpu.utilization', 92.5), gauge('container.memory.percent', 50), gauge('container.memory.usage.total', 1_000_000)];
    await send(fed.signoz.collectorUrl, 'metrics', { resourceMetrics: [{ resource: resourceOf('cart', { 'container.name': 'cart' }), scopeMetrics: [{ metrics }] }] });
    expect(await fed.telemetry.resources(fed.window)).toEqual([{ service: 'cart', at_ms: fed.window.end_ms, cpu_usage: 0.925, memory_usage: 0.5, memory_bytes: 1_000_000 }]);
    expect(await createSignozTelemetry({ mcp: fed.mcp, web_url: null }).resources(fed.window)).toEqual([]);
  });

  it('takes no telemetry for no samples, and cut JSON for an error', async () => {
    fed.signoz.setFaults({ empty: true });
    expect(await fed.telemetry.services(fed.window)).toEqual([]);
    expect(await fed.telemetry.errorTraceIds('checkout', fed.window, 3)).toEqual([]);
    fed.signoz.setFaults({ empty: false, truncate: true });
    await expect(fed.telemetry.services(fed.window)).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
  });

  it('links only to what is a trace id', () => {
    expect(fed.telemetry.traceLink(FAILED_TRACE)).toBe(`https://signoz.example.org/trace/${FAILED_TRACE}`);
  });
});

describe('signoz replies of a wrong type', () => {
  const row = { serviceName: 'cart', p99: 1e6, avgDuration: 1e6, numCalls: 10, callRate: 1, numErrors: 0, errorRate: 0 };
  const answering = (list: unknown): McpClient => ({ call: (tool) => Promise.resolve(tool === 'signoz_list_services' ? list : { data: { data: { results: [] } } }), close: () => Promise.resolve() });
  const window = { start_ms: 0, end_ms: 1000 };

  it('are VALIDATION_ERROR, never NaN or 0', async () => {
    for (const p99 of [null, 'fast', {}, undefined, '']) {
      const telemetry = createSignozTelemetry({ mcp: answering({ data: [{ ...row, p99 }] }), web_url: null });
      await expect(telemetry.services(window)).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
    }
  });

  it('are read where they are numbers in another dress', async () => {
    const telemetry = createSignozTelemetry({ mcp: answering({ data: [{ ...row, p99: '9007199254740993', extra: 1 }] }), web_url: null });
    expect(await telemetry.services(window)).toMatchObject([{ latency_p99_ms: 9_007_199_254.740_992 }]);
    expect(await createSignozTelemetry({ mcp: answering({ data: null }), web_url: null }).services(window)).toEqual([]);
  });
});

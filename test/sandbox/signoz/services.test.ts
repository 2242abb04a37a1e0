import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSignoz } from '../../../sandbox/signoz/start.ts';
import type { Signoz } from '../../../sandbox/signoz/start.ts';
import { API_KEY, call, connect, dataOf } from './mcp-session.ts';
import { send, traceBody } from './otlp-feed.ts';

describe('services over the MCP client', () => {
  const end = Date.now() - 60_000;
  const window = { start: end - 10_000, end };
  let signoz: Signoz;
  let client: Client;

  beforeAll(async () => {
    signoz = await startSignoz({ apiKey: API_KEY, seed: 3 });
    client = await connect(signoz.url);
    const cart = Array.from({ length: 101 }, (_, index) => ({
      service: 'cart',
      name: index % 2 === 0 ? 'GET /cart' : 'POST /cart',
      end_ms: end - 5000 + index,
      duration_ns: BigInt(index) * 1_000_000n,
      ...(index < 4 ? { error: 'boom' } : {}),
    }));
    await send(signoz.collectorUrl, 'traces', traceBody(cart));
    await send(signoz.collectorUrl, 'traces', traceBody([
      // Not entries: an inner span, a client span, and a server span whose parent is in the same service.
      { service: 'cart', kind: 1, end_ms: end - 100, duration_ns: 9_000_000_000n },
      { service: 'cart', kind: 3, span_id: 'c000000000000001', end_ms: end - 100, duration_ns: 9_000_000_000n },
      { service: 'cart', kind: 2, parent_span_id: 'c000000000000001', end_ms: end - 100, duration_ns: 9_000_000_000n },
      { service: 'load-generator', kind: 3, span_id: 'c000000000000002', end_ms: end - 100, duration_ns: 5n },
      // Entries: the parent is elsewhere, or the span is a consumer.
      { service: 'payment', kind: 2, parent_span_id: 'c000000000000002', end_ms: end - 100, duration_ns: 7_000_000n },
      { service: 'email', kind: 5, end_ms: end - 100, duration_ns: 3_000_000n },
      // Outside the half-open window, which goes by the end of a span.
      { service: 'ad', end_ms: end, duration_ns: 1_000_000n },
      { service: 'shipping', end_ms: end - 10_001, duration_ns: 1_000_000n },
      { service: 'currency', end_ms: end - 10_000, duration_ns: 30_000_000_000n },
    ]));
  });
  afterAll(async () => {
    await client.close();
    await signoz.close();
  });

  test('counts entry spans that ended in the window, in nanoseconds and percent', async () => {
    const answer = await call(client, 'list_services', window);
    expect(answer.structured).toEqual(dataOf(answer));
    const rows = new Map(dataOf(answer).data.map((row: { serviceName: string }) => [row.serviceName, row]));
    expect([...rows.keys()].sort()).toEqual(['cart', 'currency', 'email', 'payment']);
    expect(rows.get('cart')).toEqual({
      serviceName: 'cart',
      p99: 99_000_000,
      avgDuration: 50_000_000,
      numCalls: 101,
      callRate: 10.1,
      numErrors: 4,
      errorRate: 400 / 101,
      num4XX: 0,
      fourXXRate: 0,
      dataWarning: { topLevelOps: ['GET /cart', 'POST /cart'] },
      webUrl: expect.stringContaining('/services/cart'),
    });
    expect(dataOf(answer).pagination).toEqual({ total: 4, offset: 0, limit: 50, hasMore: false, nextOffset: -1 });
  });

  test('takes bounds as decimal text, and start with end before timeRange', async () => {
    const answer = await call(client, 'list_services', { start: String(window.start), end: String(window.end), timeRange: '1m' });
    expect(dataOf(answer).pagination.total).toBe(4);
    const recent = await call(client, 'list_services', { timeRange: '30s' });
    expect(dataOf(recent).data).toEqual([]);
  });

  test('pages, and shuffles from call to call', async () => {
    const page = dataOf(await call(client, 'list_services', { ...window, limit: '3', offset: 0 }));
    expect(page.data).toHaveLength(3);
    expect(page.pagination).toEqual({ total: 4, offset: 0, limit: 3, hasMore: true, nextOffset: 3 });
    const orders = new Set<string>();
    for (let round = 0; round < 20; round += 1) {
      const { data } = dataOf(await call(client, 'list_services', window));
      orders.add(data.map((row: { serviceName: string }) => row.serviceName).join());
    }
    expect(orders.size).toBeGreaterThan(1);
  });

  test('lists top operations as a bare array in text only, slowest first', async () => {
    const answer = await call(client, 'get_service_top_operations', { service: 'cart', ...window });
    expect(answer.structured).toBeUndefined();
    expect(answer.texts).toHaveLength(1);
    expect(dataOf(answer)).toEqual([
      { p50: 50_000_000, p95: 95_000_000, p99: 99_000_000, numCalls: 51, errorCount: 2, name: 'GET /cart' },
      { p50: 50_000_000, p95: 94_100_000, p99: 98_020_000, numCalls: 50, errorCount: 2, name: 'POST /cart' },
    ]);
  });

  test('refuses a missing service and a broken time range with a code', async () => {
    const missing = await call(client, 'get_service_top_operations', window);
    expect(missing).toMatchObject({ is_error: true, structured: { code: 'VALIDATION_FAILED' } });
    expect(missing.texts[1]).toMatch(/^Input validation notice: .*missing property 'service'/);
    expect(await call(client, 'list_services', { timeRange: 'soon' })).toMatchObject({ is_error: true, structured: { code: 'VALIDATION_FAILED' } });
  });

  test('fires the alert rules of services that fail, in the advertised shape', async () => {
    const now = Date.now();
    await send(signoz.collectorUrl, 'traces', traceBody([{ service: 'ad', end_ms: now - 10, duration_ns: 5n, error: 'down' }]));
    // After listTools the client holds structured content against the output schema.
    await client.listTools();
    const alerts = dataOf(await call(client, 'list_alerts', { filter: 'alertname="HighErrorRate"' }));
    expect(alerts.data).toMatchObject([{ alertname: 'HighErrorRate', severity: 'critical', state: 'active' }]);
    const rules = dataOf(await call(client, 'list_alert_rules'));
    expect(rules.data.map((rule: { state: string }) => rule.state)).toEqual(['firing', 'firing']);
  });
});

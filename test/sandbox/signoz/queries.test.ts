import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSignoz } from '../../../sandbox/signoz/start.ts';
import type { Signoz } from '../../../sandbox/signoz/start.ts';
import { API_KEY, call, connect, dataOf, rowsOf } from './mcp-session.ts';
import { logBody, nano, resourceOf, send, traceBody } from './otlp-feed.ts';

describe('traces, logs and metrics over the MCP client', () => {
  // Aligned to a minute, so that the buckets of the series below are known.
  const start = Math.floor(Date.now() / 60_000) * 60_000 - 300_000;
  const window = { start, end: start + 150_000 };
  const trace_id = 'abcdef00000000000000000000000001';
  let signoz: Signoz;
  let client: Client;

  beforeAll(async () => {
    signoz = await startSignoz({ apiKey: API_KEY });
    client = await connect(signoz.url, { mode: 'auto' });
    await send(signoz.collectorUrl, 'traces', traceBody([
      { service: 'frontend', name: 'GET /', trace_id, span_id: 'f000000000000001', end_ms: start + 5000, duration_ns: 40_000_000n, error: 'upstream failed', attributes: { 'http.route': '/', 'http.status_code': 500 } },
      { service: 'frontend', name: 'call', kind: 3, trace_id, span_id: 'f000000000000002', parent_span_id: 'f000000000000001', end_ms: start + 4000, duration_ns: 30_000_000n, attributes: { 'peer.service': 'cart' } },
      { service: 'cart', name: 'GET /cart', trace_id, parent_span_id: 'f000000000000002', end_ms: start + 3000, duration_ns: 20_000_000n, attributes: { 'http.status_code': 200 } },
      { service: 'batch', name: 'eternal', kind: 1, end_ms: start + 70_000, duration_ns: 9_007_199_254_740_993n },
    ]));
    await send(signoz.collectorUrl, 'logs', logBody('cart', [
      { at_ms: start + 1000, severity: 'ERROR', body: "can't connect to store", attributes: { attempt: 3 } },
      { at_ms: start + 2000, severity: 'INFO', body: 'ready' },
    ]));
    const gauge = { name: 'container.cpu.utilization', unit: '%', gauge: { dataPoints: [10, 20, 60].map((asDouble, index) => ({ asDouble, timeUnixNano: nano(start + index * 60_000) })) } };
    const counter = {
      name: 'requests',
      sum: { isMonotonic: true, aggregationTemporality: 2, dataPoints: [100, 160, 30].map((asInt, index) => ({ asInt: String(asInt), timeUnixNano: nano(start - 10_000 + index * 60_000) })) },
    };
    const scopeMetrics = [{ metrics: [gauge, counter] }];
    await send(signoz.collectorUrl, 'metrics', { resourceMetrics: [{ resource: resourceOf('cart', { 'container.name': 'cart' }), scopeMetrics }] });
  });
  afterAll(async () => {
    await client.close();
    await signoz.close();
  });

  test('searches spans with shortcuts and a filter, in two text blocks', async () => {
    const answer = await call(client, 'search_traces', { ...window, service: 'frontend', error: true, minDuration: '40000000', filter: "http.route = '/' OR http.route = '/none'" });
    expect(answer.structured).toBeUndefined();
    expect(answer.texts[1]).toBe('note: returned 1 rows (limit 100) — all matching results returned (hasMore=false).');
    expect(rowsOf(answer)).toEqual([
      {
        timestamp: new Date(start + 4960).toISOString().replace('0Z', 'Z'),
        webUrl: expect.stringContaining(trace_id),
        data: expect.objectContaining({
          trace_id, span_id: 'f000000000000001', parent_span_id: '', name: 'GET /', 'service.name': 'frontend', kind_string: 'Server',
          duration_nano: 40_000_000, has_error: true, status_message: 'upstream failed', 'http.route': '/', 'http.status_code': 500,
        }),
      },
    ]);
  });

  test('pages through a search, newest first', async () => {
    const first = await call(client, 'search_traces', { ...window, limit: '2' });
    expect(first.texts[1]).toContain('(hasMore=true). Fetch the next page with offset=2.');
    const second = await call(client, 'search_traces', { ...window, limit: 2, offset: '2' });
    expect([...rowsOf(first), ...rowsOf(second)].map((row) => row.data.name)).toEqual(['eternal', 'GET /', 'call', 'GET /cart']);
  });

  test('writes every digit of a duration above 2^53, and compares it exactly', async () => {
    const answer = await call(client, 'search_traces', { ...window, filter: 'duration_nano = 9007199254740993' });
    expect(answer.texts[0]).toContain('"duration_nano":9007199254740993,');
    expect(rowsOf(await call(client, 'search_traces', { ...window, filter: 'duration_nano = 9007199254740992' }))).toEqual([]);
  });

  test('gives the spans of a trace as text and structured', async () => {
    const answer = await call(client, 'get_trace_details', { traceId: trace_id, ...window });
    expect(answer.structured).toEqual(dataOf(answer));
    expect(rowsOf(answer).map((row) => [row.data['service.name'], row.data.kind_string, row.data['peer.service']])).toEqual([
      ['frontend', 'Server', undefined],
      ['frontend', 'Client', 'cart'],
      ['cart', 'Server', undefined],
    ]);
  });

  test('aggregates spans into a table', async () => {
    const answer = await call(client, 'aggregate_traces', { ...window, aggregation: 'p95', aggregateOn: 'duration_nano', groupBy: 'service.name', filter: "kind_string IN ('Server')" });
    const [result] = dataOf(answer).data.data.results;
    expect(dataOf(answer).data.type).toBe('scalar');
    expect(result.columns.map((column: { name: string; columnType: string }) => [column.name, column.columnType])).toEqual([['service.name', 'group'], ['__result_0', 'aggregation']]);
    expect(result.data).toEqual([['frontend', 40_000_000], ['cart', 20_000_000]]);
  });

  test.each([
    ['count', undefined, 3],
    ['rate', undefined, 3 / 150],
    ['count_distinct', 'service.name', 2],
    ['sum', 'duration_nano', 90_000_000],
    ['avg', 'duration_nano', 30_000_000],
    ['min', 'duration_nano', 20_000_000],
    ['max', 'duration_nano', 40_000_000],
    ['p50', 'duration_nano', 30_000_000],
    ['count', 'http.status_code', 2],
  ])('computes %s of %s', async (aggregation, aggregateOn, expected) => {
    const args = { ...window, aggregation, filter: `trace_id = '${trace_id}'`, ...(aggregateOn === undefined ? {} : { aggregateOn }) };
    expect(dataOf(await call(client, 'aggregate_traces', args)).data.data.results[0].data).toEqual([[expected]]);
  });

  test('gives a series with the unfinished last bucket marked as partial', async () => {
    const answer = await call(client, 'aggregate_traces', { ...window, end: start + 90_000, aggregation: 'count', requestType: 'time_series', stepInterval: 60 });
    expect(dataOf(answer).data.data.results[0].aggregations[0].series).toEqual([
      { labels: [], values: [{ timestamp: start, value: 3 }, { timestamp: start + 60_000, value: 1, partial: true }] },
    ]);
  });

  test.each(["service.nam = 'cart'", "trace_id EXISTS AND service.nam != 'x'"])('refuses the unknown key in %s', async (filter) => {
    const answer = await call(client, 'search_traces', { ...window, filter });
    expect(answer).toMatchObject({ is_error: true, structured: { code: 'VALIDATION_FAILED', status: 400, missingKeys: ['service.nam'] } });
  });

  test('refuses an unknown group key and a broken filter', async () => {
    expect(await call(client, 'aggregate_traces', { aggregation: 'count', groupBy: 'colour' })).toMatchObject({ is_error: true, structured: { missingKeys: ['colour'] } });
    expect(await call(client, 'search_logs', { filter: 'body =' })).toMatchObject({ is_error: true, structured: { code: 'VALIDATION_FAILED' } });
    expect(await call(client, 'aggregate_traces', { aggregation: 'p99' })).toMatchObject({ is_error: true, structured: { code: 'VALIDATION_FAILED' } });
  });

  test('searches and counts logs', async () => {
    const answer = await call(client, 'search_logs', { ...window, service: 'cart', severity: 'error', searchText: "CAN'T", filter: 'attempt >= 3' });
    expect(answer.texts).toHaveLength(2);
    expect(rowsOf(answer)).toMatchObject([{ timestamp: new Date(start + 1000).toISOString().replace('.000', ''), data: { body: "can't connect to store", severity_text: 'ERROR', 'service.name': 'cart' } }]);
    const counts = await call(client, 'aggregate_logs', { ...window, aggregation: 'count', groupBy: 'severity_text', orderBy: 'severity_text asc' });
    expect(dataOf(counts).data.data.results[0].data).toEqual([['ERROR', 1], ['INFO', 1]]);
  });

  test('gives a gauge as a series with its unit, and says what it decided', async () => {
    const answer = await call(client, 'query_metrics', { ...window, metricName: 'container.cpu.utilization', groupBy: ['service.name'] });
    expect(answer.texts[1]).toMatch(/^\[Decisions applied\]\n {2}metricName: container\.cpu\.utilization\n/);
    const [aggregation] = dataOf(answer).data.data.results[0].aggregations;
    expect(aggregation.meta.unit).toBe('%');
    expect(aggregation.series).toEqual([
      {
        labels: [{ key: { name: 'service.name' }, value: 'cart' }],
        values: [{ timestamp: start, value: 10 }, { timestamp: start + 60_000, value: 20 }, { timestamp: start + 120_000, value: 60, partial: true }],
      },
    ]);
  });

  test('reduces a gauge to its last value, and counts a counter through its restart', async () => {
    const last = await call(client, 'query_metrics', { ...window, metricName: 'container.cpu.utilization', requestType: 'scalar', timeAggregation: 'latest', filter: "container.name = 'cart'" });
    expect(dataOf(last).data.data.results[0].data).toEqual([[60]]);
    const increase = await call(client, 'query_metrics', { ...window, metricName: 'requests', requestType: 'scalar', timeAggregation: 'increase' });
    expect(dataOf(increase).data.data.results[0].data).toEqual([[90]]);
    const rate = await call(client, 'query_metrics', { ...window, metricName: 'requests', requestType: 'scalar' });
    expect(dataOf(rate).data.data.results[0].data).toEqual([[90 / 150]]);
  });

  test('tells an unknown metric from one without points', async () => {
    expect(await call(client, 'query_metrics', { metricName: 'no.such' })).toMatchObject({ is_error: true, structured: { code: 'NOT_FOUND' } });
    const typed = await call(client, 'query_metrics', { metricName: 'no.such', metricType: 'gauge', groupBy: 'container.name', requestType: 'scalar' });
    expect(dataOf(typed).data.data.results[0].data).toEqual([]);
    const empty = await call(client, 'query_metrics', { metricName: 'requests', start: start - 200_000, end: start - 100_000, requestType: 'scalar' });
    expect(dataOf(empty).data.data.results[0].data).toEqual([]);
  });
});

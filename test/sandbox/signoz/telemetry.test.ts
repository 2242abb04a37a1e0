import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCollector } from '../../../sandbox/telemetry/collector.ts';
import type { Collector } from '../../../sandbox/telemetry/collector.ts';
import { readMetrics } from '../../../sandbox/telemetry/metric-point.ts';
import { readSpans } from '../../../sandbox/telemetry/span.ts';
import { createTelemetryStore } from '../../../sandbox/telemetry/telemetry-store.ts';
import { createTimeBuffer } from '../../../sandbox/telemetry/time-buffer.ts';
import { isJsonObject } from '../../../sandbox/telemetry/json-shape.ts';
import { traceBody } from './otlp-feed.ts';

const LIMITS = { keep_s: 60, max_spans: 1000, max_logs: 10, max_points_per_metric: 10 };

describe('the time buffer', () => {
  test('keeps any arrivals in order and bounded, like a sorted list would', () => {
    const batches = fc.array(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 12 }), { maxLength: 30 });
    fc.assert(
      fc.property(batches, fc.integer({ min: 0, max: 220 }), fc.integer({ min: 0, max: 220 }), (arrivals, a, b) => {
        const gone: number[] = [];
        const buffer = createTimeBuffer<{ at_ms: number }>({ keep_ms: 1000, max_items: 25 }, (item) => gone.push(item.at_ms));
        let model: number[] = [];
        for (const batch of arrivals) {
          buffer.add(batch.map((at_ms) => ({ at_ms })), 200);
          model = [...model, ...batch].sort((x, y) => x - y).slice(-25);
        }
        const inside = model.filter((at_ms) => at_ms >= a && at_ms < b);
        expect([...buffer.window(a, b)].map((item) => item.at_ms)).toEqual(inside);
        expect([...buffer.windowBackward(a, b)].map((item) => item.at_ms)).toEqual(inside.toReversed());
        expect(buffer.size).toBe(model.length);
        expect(gone.length + model.length).toBe(arrivals.flat().length);
      }),
    );
  });

  test('lets go of what is too old, also after the list was cut', () => {
    const buffer = createTimeBuffer<{ at_ms: number }>({ keep_ms: 100, max_items: 1e6 });
    for (let now = 0; now < 5000; now += 1) buffer.add([{ at_ms: now }], now);
    expect(buffer.size).toBe(101);
    expect([...buffer.window(0, 1e9)].map((item) => item.at_ms)).toEqual(Array.from({ length: 101 }, (_, index) => 4899 + index));
  });
});

describe('the store', () => {
  test('forgets the ids of evicted spans', () => {
    let now = 1_000_000;
    const store = createTelemetryStore(LIMITS, () => now);
    const spansAt = (end_ms: number, span_id: string) => {
      const body = traceBody([{ service: 'cart', span_id, end_ms, duration_ns: 1n }]);
      return isJsonObject(body) ? readSpans(body).spans : [];
    };
    store.addSpans(spansAt(now, 'a1'));
    expect(store.spanById('a1')?.service).toBe('cart');
    now += 61_000;
    store.addSpans(spansAt(now, 'a2'));
    expect([store.spanById('a1'), store.spans.size]).toEqual([undefined, 1]);
  });
});

describe('reading OTLP', () => {
  test('counts what it can not read, and survives anything', () => {
    const broken = { resourceSpans: [{ scopeSpans: [{ spans: [{}, { traceId: 'a', spanId: 'b' }, { traceId: 'a', spanId: 'b', startTimeUnixNano: '5', endTimeUnixNano: '3', kind: 'SPAN_KIND_SERVER', status: { code: 'STATUS_CODE_ERROR' } }] }] }] };
    expect(readSpans(broken)).toMatchObject({ rejected: 2, spans: [{ service: 'unknown_service', kind: 'Server', status_code: 2, duration_ns: 0 }] });
    const summary = { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'x', summary: { dataPoints: [{}, {}] } }] }] }] };
    expect(readMetrics(summary)).toEqual({ metrics: [], rejected: 2 });
    fc.assert(fc.property(fc.jsonValue(), (value) => void readSpans({ resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: 'a', spanId: 'b', startTimeUnixNano: '1', attributes: [{ key: 'k', value }], status: value }] }] }] })));
  });
});

describe('the collector', () => {
  const store = createTelemetryStore(LIMITS, Date.now);
  let collector: Collector;
  beforeAll(async () => {
    collector = await startCollector(store);
  });
  afterAll(() => collector.close());

  async function post(path: string, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Promise<[number, unknown]> {
    const response = await fetch(`${collector.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: new Uint8Array(Buffer.from(body)) });
    return [response.status, await response.json()];
  }

  test('takes plain and gzip bodies', async () => {
    const body = JSON.stringify(traceBody([{ service: 'cart', end_ms: Date.now(), duration_ns: 1n }]));
    expect(await post('/v1/traces', body)).toEqual([200, {}]);
    expect(await post('/v1/traces', gzipSync(body), { 'content-encoding': 'gzip' })).toEqual([200, {}]);
    expect(store.spans.size).toBe(2);
  });

  test('tells what it rejected', async () => {
    expect(await post('/v1/traces', '{"resourceSpans":[{"scopeSpans":[{"spans":[{}]}]}]}')).toEqual([200, { partialSuccess: { rejectedSpans: '1', errorMessage: '1 could not be read' } }]);
  });

  test('refuses other paths, encodings and rubbish', async () => {
    expect((await post('/v1/profiles', '{}'))[0]).toBe(404);
    expect((await post('/v1/traces', '{}', { 'content-type': 'application/x-protobuf' }))[0]).toBe(415);
    expect((await post('/v1/traces', '{"resourceSpans":'))[0]).toBe(400);
    expect((await post('/v1/traces', '[]'))[0]).toBe(400);
    expect((await post('/v1/traces', 'not gzip', { 'content-encoding': 'gzip' }))[0]).toBe(400);
    expect((await post('/v1/traces', gzipSync(`{${' '.repeat(40 * 1024 * 1024)}}`), { 'content-encoding': 'gzip' }))[0]).toBe(400);
  });
});

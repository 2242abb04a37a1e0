import { nanoToMs, readAttributes, readUnixNano, readWholeNumber } from './attribute.ts';
import type { Attributes } from './attribute.ts';
import { objectOf, objectsOf, textOf } from './json-shape.ts';
import type { JsonObject } from './json-shape.ts';

/** The kinds of metric that are kept. */
export const METRIC_TYPES = ['gauge', 'sum', 'histogram'] as const;
export type MetricType = (typeof METRIC_TYPES)[number];
export type Temporality = 'cumulative' | 'delta' | 'unspecified';

export interface MetricDescription {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly type: MetricType;
  readonly temporality: Temporality;
  readonly is_monotonic: boolean;
}

/** An explicit-bounds histogram: `counts` has one entry more than `bounds`. */
export interface HistogramValue {
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
}

export interface MetricPoint {
  readonly at_ms: number;
  /** The same text for all points of one time series. */
  readonly series: string;
  /** The number; for a histogram the sum of what was observed. */
  readonly value: number;
  readonly histogram: HistogramValue | null;
  readonly attributes: Attributes;
  readonly resource: Attributes;
}

export interface MetricBatch {
  readonly metrics: readonly { readonly description: MetricDescription; readonly points: readonly MetricPoint[] }[];
  /** Points without a time or a value, and all points of kinds that are not kept (summaries, exponential histograms). */
  readonly rejected: number;
}

const UNKEPT = ['summary', 'exponentialHistogram'];

/** Reads the body of an OTLP/HTTP JSON metric export. */
export function readMetrics(body: JsonObject): MetricBatch {
  const metrics: { description: MetricDescription; points: MetricPoint[] }[] = [];
  let rejected = 0;
  for (const resource_metrics of objectsOf(body['resourceMetrics'])) {
    const resource = readAttributes(objectOf(resource_metrics['resource'])['attributes']);
    for (const raw of objectsOf(resource_metrics['scopeMetrics']).flatMap((scope) => objectsOf(scope['metrics']))) {
      const type = METRIC_TYPES.find((candidate) => raw[candidate] !== undefined);
      const name = textOf(raw['name']);
      if (type === undefined || name === '') {
        rejected += UNKEPT.flatMap((kind) => objectsOf(objectOf(raw[kind])['dataPoints'])).length;
        continue;
      }
      const data = objectOf(raw[type]);
      const raw_points = objectsOf(data['dataPoints']);
      const points = raw_points.map((point) => readPoint(point, type, resource)).filter((point) => point !== undefined);
      rejected += raw_points.length - points.length;
      metrics.push({ description: describe(raw, name, type, data), points });
    }
  }
  return { metrics, rejected };
}

function describe(raw: JsonObject, name: string, type: MetricType, data: JsonObject): MetricDescription {
  return {
    name,
    description: textOf(raw['description']),
    unit: textOf(raw['unit']),
    type,
    temporality: type === 'gauge' ? 'unspecified' : readTemporality(data['aggregationTemporality']),
    is_monotonic: data['isMonotonic'] === true,
  };
}

function readTemporality(temporality: unknown): Temporality {
  if (temporality === 1 || temporality === 'AGGREGATION_TEMPORALITY_DELTA') return 'delta';
  if (temporality === 2 || temporality === 'AGGREGATION_TEMPORALITY_CUMULATIVE') return 'cumulative';
  return 'unspecified';
}

function readPoint(raw: JsonObject, type: MetricType, resource: Attributes): MetricPoint | undefined {
  const time_ns = readUnixNano(raw['timeUnixNano']);
  const value = type === 'histogram' ? readNumber(raw['sum']) ?? 0 : readNumber(raw['asDouble']) ?? readNumber(raw['asInt']);
  if (time_ns === undefined || value === undefined) return undefined;
  const attributes = readAttributes(raw['attributes']);
  return {
    at_ms: nanoToMs(time_ns),
    series: seriesKey(resource, attributes),
    value,
    histogram: type === 'histogram' ? { bounds: readNumbers(raw['explicitBounds']), counts: readNumbers(raw['bucketCounts']) } : null,
    attributes,
    resource,
  };
}

function seriesKey(resource: Attributes, attributes: Attributes): string {
  const labels = [resource, attributes].map((set) => Object.entries(set).map(([key, value]) => `${key}=${String(value)}`).sort());
  return JSON.stringify(labels);
}

function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const whole = readWholeNumber(value);
  return whole === undefined ? undefined : Number(whole);
}

function readNumbers(list: unknown): readonly number[] {
  return Array.isArray(list) ? list.map((entry) => readNumber(entry) ?? 0) : [];
}

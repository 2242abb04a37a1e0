import type { MetricPoint } from '../../telemetry/metric-point.ts';
import type { StoredMetric } from '../../telemetry/telemetry-store.ts';
import type { QueryWindow } from '../tool-arguments.ts';
import { createFieldCatalogue } from './field.ts';
import type { FieldCatalogue } from './field.ts';

/** Labels that are valid on every metric, whether or not a point with them has come. */
const ALWAYS_KNOWN: ReadonlySet<string> = new Set(['service.name', 'container.name', 'container.id', 'host.name']);

/** What can be asked of one metric's points: the labels that its series carry in the window. */
export function metricFields(metric: StoredMetric, window: QueryWindow): FieldCatalogue<MetricPoint> {
  const keys = new Set(ALWAYS_KNOWN);
  for (const point of metric.points.window(window.start_ms, window.end_ms)) {
    for (const key in point.attributes) keys.add(key);
    for (const key in point.resource) keys.add(key);
  }
  return createFieldCatalogue({ signal: 'metrics', columns: {}, aliases: {}, isKnown: (key) => keys.has(key) });
}

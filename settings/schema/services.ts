import { z } from 'zod';
import { count, name, ratio, seconds } from '../../core/config-primitives.ts';

const service = z.strictObject({
  /** Compose service, which is also the container's name; absent: telemetry only, nothing to restart. */
  container: name.optional(),
  priority: z.enum(['critical', 'high', 'medium', 'low', 'off']).default('medium'),
  /** What this service calls: an edge of the dependency graph. */
  calls: z.array(name).default([]),
  thresholds: z
    .strictObject({ error_rate: ratio, latency_p95_ms: count, latency_p99_ms: count })
    .partial()
    .default({}),
  note: z.string().optional(),
});

export const services = z.strictObject({
  discovery: z.strictObject({
    every_s: seconds,
    /** Names that are never watched; `*` stands for any characters. */
    exclude: z.array(z.string()),
    /** For services that telemetry shows and this file does not name. */
    default_priority: z.enum(['critical', 'high', 'medium', 'low', 'off']).default('medium'),
  }),
  /** Where users come in: what they feel is measured there. */
  entry: name,
  catalog: z.record(name, service),
});

import { z } from 'zod';
import { count, name, ratio, seconds } from '../../core/config-primitives.ts';

const ladder = z.strictObject({ critical: z.number().positive(), high: z.number().positive(), medium: z.number().positive(), low: z.number().positive() });

/** When a number is a finding, how bad it is, and when it becomes an incident. */
export const alerting = z.strictObject({
  window_s: seconds,
  /** Telemetry arrives late: a window ends this long before now. */
  ingest_delay_s: z.number().min(0).max(300),
  min_requests: count,
  absolute: z.strictObject({
    error_rate: ratio,
    latency_p95_ms: count.optional(),
    latency_p99_ms: count,
    cpu_usage: ratio,
    memory_usage: ratio,
  }),
  /** Against the period before, as a factor. */
  relative: z.strictObject({ error_rate: z.number().min(1), latency_p99_ms: z.number().min(1), traffic_surge: z.number().min(1) }),
  /** Relative rules speak only above this floor: three times nearly nothing is nearly nothing. */
  relative_floor: z.strictObject({ error_rate: ratio, latency_p99_ms: count }),
  /** A value above this is a defect of the source, not of the service. */
  plausible_max: z.strictObject({ latency_ms: count, requests_per_s: count }),
  severity: z.strictObject({ error_rate: ladder, latency_p95_ms: ladder }),
  /** Multiples of a service's own threshold. */
  severity_scale: z.strictObject({ error_rate: ladder, latency: ladder }),
  /** Told to people (ticket and message) from this severity up. */
  notify_from: z.enum(['critical', 'high', 'medium', 'low', 'info']),
  mention_from: z.enum(['critical', 'high', 'medium', 'low', 'info']),
  /** A finding must last this long before it is an incident. */
  hold_s: z.number().min(0).max(3600),
  /** This many clear checks in a row, with traffic, and the incident counts as recovered. */
  recover_checks: count.min(1),
  cooldown_s: seconds,
  deduplicate_s: seconds,
  /** Findings of connected services within this time are one incident. */
  correlate_s: seconds,
  /** Alerts that are not renewed for so long resolve by themselves. */
  expire_s: seconds,
  traces_analysed: count.max(5),
});

export const escalation = z.strictObject({
  levels: z
    .array(
      z.strictObject({
        level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
        contact: z.string().min(1),
        /** Without acknowledgement or repair for so long, the next level is called. */
        after_s: seconds,
      }),
    )
    .length(3),
});

export const verification = z.strictObject({
  wait_s: z.number().min(0).max(3600),
  interval_s: seconds,
  consecutive_passes: count.min(1),
  /** Then the attempt has failed. */
  max_checks: count.min(1),
  error_rate: ratio,
  latency_p95_ms: count.optional(),
  latency_p99_ms: count,
  min_requests: count,
  retries: count.min(1),
  cooldown_s: seconds,
});

export const runbookIndex = z.strictObject({
  /** Tried in this order; the first that matches is followed. */
  order: z.array(name),
});

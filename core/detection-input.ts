import type { ServiceCatalog } from './catalog.ts';
import type { SeverityRules } from './classify.ts';
import type { ResourceSample, ServiceSample, TimeWindow } from './sample.ts';

/** The numbers of `thresholds/alerting` that detection needs. Ratios are 0..1. */
export interface DetectionRules extends SeverityRules {
  readonly min_requests: number;
  readonly absolute: {
    readonly error_rate: number;
    readonly latency_p95_ms?: number | undefined;
    readonly latency_p99_ms: number;
    readonly cpu_usage: number;
    readonly memory_usage: number;
  };
  readonly relative: { readonly error_rate: number; readonly latency_p99_ms: number; readonly traffic_surge: number };
  readonly relative_floor: { readonly error_rate: number; readonly latency_p99_ms: number };
  readonly plausible_max: { readonly latency_ms: number; readonly requests_per_s: number };
}

export interface DetectionInput {
  readonly window: TimeWindow;
  readonly samples: readonly ServiceSample[];
  /** The same services in the period just before; empty when it could not be read. */
  readonly previous: readonly ServiceSample[];
  readonly resources: readonly ResourceSample[];
  /** Services that were found down and have not been seen since. */
  readonly known_down: readonly string[];
  readonly rules: DetectionRules;
  readonly services: ServiceCatalog;
}

/** What a telemetry source said about one service in one window, in Atlas's units. */

/** Half-open interval of wall-clock time, epoch milliseconds. */
export interface TimeWindow {
  readonly start_ms: number;
  readonly end_ms: number;
}

export interface ServiceSample {
  readonly service: string;
  readonly window: TimeWindow;
  /** Entry requests that ended in the window. A service without any has no sample: absent is "no traffic", not "healthy". */
  readonly requests: number;
  readonly requests_per_s: number;
  readonly errors: number;
  /** 0..1 */
  readonly error_rate: number;
  readonly latency_avg_ms: number;
  readonly latency_p95_ms: number | null;
  readonly latency_p99_ms: number;
}

export interface ResourceSample {
  readonly service: string;
  readonly at_ms: number;
  /** 0..1 of what the container may use. */
  readonly cpu_usage: number | null;
  /** 0..1 of the container's memory limit. */
  readonly memory_usage: number | null;
  readonly memory_bytes: number | null;
}

export interface Span {
  readonly trace_id: string;
  readonly span_id: string;
  readonly parent_span_id: string | null;
  readonly service: string;
  readonly name: string;
  readonly kind: 'server' | 'client' | 'internal' | 'producer' | 'consumer';
  readonly start_ms: number;
  readonly duration_ms: number;
  readonly has_error: boolean;
  /** For client spans: the service that was called, as the caller named it. Untrusted text. */
  readonly peer_service: string | null;
  readonly status_message: string | null;
}

export interface LogLine {
  readonly at_ms: number;
  readonly service: string;
  readonly severity: string;
  /** Untrusted text. */
  readonly body: string;
  readonly trace_id: string | null;
}

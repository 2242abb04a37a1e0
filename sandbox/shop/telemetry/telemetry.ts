import type { Exporter } from './exporter.ts';
import type { Attributes, LogRecord, SpanRecord } from './otlp-json.ts';
import { newSpanId, newTraceId, type TraceContext } from './trace-context.ts';

/** A span that is not over yet. */
export interface OpenSpan {
  readonly context: TraceContext;
  set(attributes: Attributes): void;
  /** Ends the span; only the first call counts. */
  end(error: string | null): void;
}

export interface Telemetry {
  startSpan(options: { readonly name: string; readonly kind: SpanRecord['kind']; readonly parent: TraceContext | null; readonly attributes: Attributes }): OpenSpan;
  /** Writes one line to the process's own output (stderr from WARN up) and the same record to the exporter. */
  log(severity: LogRecord['severity'], body: string, context?: TraceContext | null, attributes?: Attributes): void;
}

export function createTelemetry(exporter: Exporter, write: { readonly out: (line: string) => void; readonly err: (line: string) => void }): Telemetry {
  return {
    startSpan({ name, kind, parent, attributes }) {
      const context = { trace_id: parent?.trace_id ?? newTraceId(), span_id: newSpanId() };
      const start_ms = nowMs();
      let collected = attributes;
      let over = false;
      return {
        context,
        set: (more) => { collected = { ...collected, ...more }; },
        end: (error) => {
          if (over) return;
          over = true;
          exporter.span({ context, parent_span_id: parent?.span_id ?? null, name, kind, start_ms, end_ms: nowMs(), attributes: collected, error });
        },
      };
    },
    log(severity, body, context = null, attributes = {}) {
      const line = `${new Date().toISOString()} ${severity} ${body}${context === null ? '' : ` trace_id=${context.trace_id} span_id=${context.span_id}`}\n`;
      if (severity === 'INFO') write.out(line);
      else write.err(line);
      exporter.log({ at_ms: nowMs(), severity, body, context, attributes });
    },
  };
}

/** Wall clock with a fraction of a millisecond: spans of a few milliseconds need it. */
function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

/** Builds OTLP/HTTP JSON bodies and sends them, the way an exporter does. */

export interface SpanInput {
  readonly service: string;
  readonly name?: string;
  readonly kind?: number;
  readonly trace_id?: string;
  readonly span_id?: string;
  readonly parent_span_id?: string;
  readonly end_ms: number;
  readonly duration_ns: bigint;
  readonly error?: string;
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}

let next_id = 0;

function freshId(length: number): string {
  next_id += 1;
  return next_id.toString(16).padStart(length, '0');
}

function keyValues(attributes: Readonly<Record<string, string | number | boolean>>): unknown {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : typeof value === 'boolean' ? { boolValue: value } : Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value },
  }));
}

export function resourceOf(service: string, more: Readonly<Record<string, string>> = {}): unknown {
  return { attributes: keyValues({ 'service.name': service, ...more }) };
}

export function nano(ms: number): string {
  return String(BigInt(Math.round(ms)) * 1_000_000n);
}

export function traceBody(spans: readonly SpanInput[]): unknown {
  return {
    resourceSpans: spans.map((span) => ({
      resource: resourceOf(span.service),
      scopeSpans: [
        {
          spans: [
            {
              traceId: span.trace_id ?? freshId(32),
              spanId: span.span_id ?? freshId(16),
              ...(span.parent_span_id === undefined ? {} : { parentSpanId: span.parent_span_id }),
              name: span.name ?? 'GET /',
              kind: span.kind ?? 2,
              startTimeUnixNano: String(BigInt(span.end_ms) * 1_000_000n - span.duration_ns),
              endTimeUnixNano: nano(span.end_ms),
              status: span.error === undefined ? {} : { code: 2, message: span.error },
              attributes: keyValues(span.attributes ?? {}),
            },
          ],
        },
      ],
    })),
  };
}

export function logBody(service: string, logs: readonly { readonly at_ms: number; readonly severity: string; readonly body: string; readonly attributes?: Readonly<Record<string, string | number>> }[]): unknown {
  const logRecords = logs.map((log) => ({ timeUnixNano: nano(log.at_ms), severityText: log.severity, body: { stringValue: log.body }, attributes: keyValues(log.attributes ?? {}) }));
  return { resourceLogs: [{ resource: resourceOf(service), scopeLogs: [{ logRecords }] }] };
}

export async function send(collector_url: string, signal: 'traces' | 'logs' | 'metrics', body: unknown): Promise<void> {
  const response = await fetch(`${collector_url}/v1/${signal}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (response.status !== 200) throw new Error(`the collector answered ${response.status}: ${await response.text()}`);
}

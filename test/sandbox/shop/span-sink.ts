import { createServer } from 'node:http';
import { z } from 'zod';
import { readBody } from '../../../sandbox/docker/read-body.ts';
import { closeServer, listenOnLoopback } from '../../../sandbox/telemetry/loopback-server.ts';

const Attribute = z.object({ key: z.string(), value: z.object({ stringValue: z.string().optional(), intValue: z.string().optional() }) });
const Traces = z.object({
  resourceSpans: z.array(z.object({
    resource: z.object({ attributes: z.array(Attribute) }),
    scopeSpans: z.array(z.object({
      spans: z.array(z.object({
        traceId: z.string().length(32), spanId: z.string().length(16), parentSpanId: z.string().optional(), name: z.string(), kind: z.number(),
        startTimeUnixNano: z.string().regex(/^\d{19}$/), endTimeUnixNano: z.string().regex(/^\d{19}$/), attributes: z.array(Attribute), status: z.object({ code: z.number().optional() }),
      })),
    })),
  })),
});
const Logs = z.object({
  resourceLogs: z.array(z.object({
    scopeLogs: z.array(z.object({ logRecords: z.array(z.object({ severityText: z.string(), body: z.object({ stringValue: z.string() }), traceId: z.string().optional() })) })),
  })),
});

export interface SeenSpan {
  readonly service: string;
  readonly trace_id: string;
  readonly span_id: string;
  readonly parent: string | null;
  readonly server: boolean;
  readonly error: boolean;
  readonly duration_ms: number;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface SeenLog { readonly severity: string; readonly body: string; readonly trace_id: string | null }

/** A collector that keeps all, and fails the test's reading when an exporter sends what OTLP/JSON does not allow. */
export async function startSpanSink(): Promise<{ readonly url: string; readonly spans: SeenSpan[]; readonly logs: SeenLog[]; readonly broken: string[]; close(): Promise<void> }> {
  const spans: SeenSpan[] = [];
  const logs: SeenLog[] = [];
  const broken: string[] = [];
  const server = createServer((request, response) => {
    readBody(request).then((text) => {
      if (request.url === '/v1/traces') spans.push(...readSpans(Traces.parse(JSON.parse(text))));
      if (request.url === '/v1/logs') logs.push(...readLogs(Logs.parse(JSON.parse(text))));
    }).catch((error: unknown) => { broken.push(String(error)); }).finally(() => { response.end('{}'); });
  });
  return { url: await listenOnLoopback(server, 0), spans, logs, broken, close: () => closeServer(server) };
}

function readSpans(traces: z.infer<typeof Traces>): SeenSpan[] {
  return traces.resourceSpans.flatMap((resource) => {
    const service = resource.resource.attributes.find((attribute) => attribute.key === 'service.name')?.value.stringValue ?? '';
    return resource.scopeSpans.flatMap((scope) => scope.spans.map((span) => ({
      service, trace_id: span.traceId, span_id: span.spanId, parent: span.parentSpanId ?? null, server: span.kind === 2, error: span.status.code === 2,
      duration_ms: Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1e6,
      attributes: Object.fromEntries(span.attributes.map((attribute) => [attribute.key, attribute.value.stringValue ?? attribute.value.intValue ?? ''])),
    })));
  });
}

function readLogs(logs: z.infer<typeof Logs>): SeenLog[] {
  return logs.resourceLogs.flatMap((resource) => resource.scopeLogs.flatMap((scope) => scope.logRecords.map((log) => ({
    severity: log.severityText, body: log.body.stringValue, trace_id: log.traceId ?? null,
  }))));
}

import { nanoToMs, readAnyValue, readAttributes, readUnixNano } from './attribute.ts';
import type { Attributes } from './attribute.ts';
import { objectOf, objectsOf, textOf } from './json-shape.ts';
import type { JsonObject } from './json-shape.ts';

export interface LogRecord {
  /** Epoch milliseconds of the log's own time, or of its observation when it has none. */
  readonly at_ms: number;
  readonly time_ns: bigint;
  readonly service: string;
  /** Upper case, e.g. `ERROR`; derived from the number when the text is absent. */
  readonly severity_text: string;
  readonly severity_number: number;
  readonly body: string;
  readonly trace_id: string;
  readonly span_id: string;
  readonly attributes: Attributes;
  readonly resource: Attributes;
}

export interface LogBatch {
  readonly logs: readonly LogRecord[];
  /** Records without any time. */
  readonly rejected: number;
}

const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;

/** Reads the body of an OTLP/HTTP JSON log export. */
export function readLogs(body: JsonObject): LogBatch {
  const logs: LogRecord[] = [];
  let rejected = 0;
  for (const resource_logs of objectsOf(body['resourceLogs'])) {
    const resource = readAttributes(objectOf(resource_logs['resource'])['attributes']);
    for (const scope_logs of objectsOf(resource_logs['scopeLogs'])) {
      for (const raw of objectsOf(scope_logs['logRecords'])) {
        const log = readLog(raw, resource);
        if (log === undefined) rejected += 1;
        else logs.push(log);
      }
    }
  }
  return { logs, rejected };
}

function readLog(raw: JsonObject, resource: Attributes): LogRecord | undefined {
  // Zero means "unknown" in OTLP, so it must not win over the observed time.
  const time_ns = readUnixNano(raw['timeUnixNano']) || readUnixNano(raw['observedTimeUnixNano']);
  if (time_ns === undefined || time_ns === 0n) return undefined;
  const severity_number = typeof raw['severityNumber'] === 'number' ? raw['severityNumber'] : 0;
  return {
    at_ms: nanoToMs(time_ns),
    time_ns,
    service: String(resource['service.name'] ?? 'unknown_service'),
    severity_text: (textOf(raw['severityText']) || severityName(severity_number)).toUpperCase(),
    severity_number,
    body: String(readAnyValue(objectOf(raw['body'])) ?? ''),
    trace_id: textOf(raw['traceId']).toLowerCase(),
    span_id: textOf(raw['spanId']).toLowerCase(),
    attributes: readAttributes(raw['attributes']),
    resource,
  };
}

function severityName(severity_number: number): string {
  return SEVERITIES[Math.floor((severity_number - 1) / 4)] ?? '';
}

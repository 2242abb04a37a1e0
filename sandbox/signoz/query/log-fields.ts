import type { LogRecord } from '../../telemetry/log-record.ts';
import type { TelemetryStore } from '../../telemetry/telemetry-store.ts';
import { createFieldCatalogue } from './field.ts';
import type { FieldCatalogue } from './field.ts';
import { formatTimestamp } from './timestamp.ts';

/** What can be asked of log records. */
export function logFields(store: TelemetryStore): FieldCatalogue<LogRecord> {
  return createFieldCatalogue({
    signal: 'logs',
    columns: {
      timestamp: (log) => formatTimestamp(log.time_ns),
      body: (log) => log.body,
      severity_text: (log) => log.severity_text,
      severity_number: (log) => log.severity_number,
      trace_id: (log) => log.trace_id,
      span_id: (log) => log.span_id,
      'service.name': (log) => log.service,
    },
    aliases: { 'resource.service.name': 'service.name' },
    isKnown: (key) => store.log_keys.has(key),
  });
}

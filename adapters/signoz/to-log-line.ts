import type { LogLine } from '../../core/sample.ts';
import type { LogData } from './schema.ts';
import { timestampMs } from './timestamp.ts';
import { plainId } from './to-span.ts';
import { cleanText } from '../../core/untrusted-text.ts';

/** One row of a log search; its body is cleaned, its line ends are kept. */
export function toLogLine(row_time: unknown, data: LogData, service: string): LogLine {
  const named = data['service.name'] ?? data.resources_string?.['service.name'];
  return {
    at_ms: timestampMs(row_time ?? data['timestamp']),
    service: typeof named === 'string' && named !== '' ? cleanText(named, { lines: 'join', max_chars: 256 }) : service,
    severity: cleanText(data.severity_text ?? '', { lines: 'join', max_chars: 32 }).toUpperCase() || 'UNSPECIFIED',
    body: cleanText(typeof data.body === 'string' ? data.body : JSON.stringify(data.body ?? ''), { lines: 'keep' }),
    trace_id: data.trace_id == null || data.trace_id === '' ? null : plainId(data.trace_id),
  };
}

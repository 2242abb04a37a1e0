import type { ServiceSample, TimeWindow } from '../../core/sample.ts';
import type { ServiceList } from './schema.ts';
import { cleanText } from '../../core/untrusted-text.ts';

const NS_PER_MS = 1e6;

/** The source's rows in Atlas's units: nanoseconds → ms, percent → ratio. Values are given as they are; core judges what is plausible. */
export function toServiceSamples(list: ServiceList, p95_ns: ReadonlyMap<string, number>, window: TimeWindow): readonly ServiceSample[] {
  return list.data
    .filter((row) => row.numCalls > 0)
    .map((row) => {
      const p95 = p95_ns.get(row.serviceName);
      return {
        service: cleanText(row.serviceName, { lines: 'join', max_chars: 256 }),
        window,
        requests: row.numCalls,
        requests_per_s: row.callRate,
        errors: row.numErrors,
        error_rate: row.errorRate / 100,
        latency_avg_ms: row.avgDuration / NS_PER_MS,
        latency_p95_ms: p95 === undefined ? null : p95 / NS_PER_MS,
        latency_p99_ms: row.p99 / NS_PER_MS,
      };
    });
}

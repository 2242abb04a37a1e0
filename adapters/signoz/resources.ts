import type { ResourceSample, TimeWindow } from '../../core/sample.ts';
import { parseReply } from './parse-reply.ts';
import { scalarRows } from './scalar-rows.ts';
import { ScalarTable } from './schema.ts';
import { cleanText } from '../../core/untrusted-text.ts';

/** Which metrics hold the containers' use, e.g. `container.cpu.utilization` and `container.memory.percent`, both in percent. */
export interface ResourceMetrics {
  readonly cpu_percent_metric: string | null;
  readonly memory_percent_metric: string | null;
  readonly memory_bytes_metric: string | null;
  /** The field that names the service, e.g. `container.name`. */
  readonly group_by: string;
}

type Call = (tool: string, args: Readonly<Record<string, unknown>>) => Promise<unknown>;
const TOOL = 'signoz_query_metrics';

/** The newest value of each metric per service: one call per metric that is configured. */
export async function readResources(call: Call, metrics: ResourceMetrics, window: TimeWindow): Promise<readonly ResourceSample[]> {
  const read = async (metricName: string | null): Promise<ReadonlyMap<string, number>> => {
    if (metricName === null) return new Map();
    const reply = await call(TOOL, {
      metricName,
      metricType: 'gauge',
      groupBy: metrics.group_by,
      requestType: 'scalar',
      timeAggregation: 'latest',
      spaceAggregation: 'max',
      reduceTo: 'last',
      start: Math.floor(window.start_ms),
      end: Math.ceil(window.end_ms),
    });
    return scalarRows(parseReply(ScalarTable, reply, TOOL), TOOL);
  };
  const [cpu, memory, bytes] = await Promise.all([read(metrics.cpu_percent_metric), read(metrics.memory_percent_metric), read(metrics.memory_bytes_metric)]);
  const services = new Set([...cpu.keys(), ...memory.keys(), ...bytes.keys()]);
  return [...services].map((service) => ({
    service: cleanText(service, { lines: 'join', max_chars: 256 }),
    at_ms: window.end_ms,
    cpu_usage: ratio(cpu.get(service)),
    memory_usage: ratio(memory.get(service)),
    memory_bytes: bytes.get(service) ?? null,
  }));
}

function ratio(percent: number | undefined): number | null {
  return percent === undefined ? null : percent / 100;
}

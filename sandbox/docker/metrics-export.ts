import { request } from 'node:http';
import { encodeAttributes, unixNanos, type Attributes } from '../shop/telemetry/otlp-json.ts';
import type { Engine } from './engine.ts';
import type { UsageSample } from './stats-view.ts';

const EVERY_MS = 1_000;

/**
 * Plays the collector's docker_stats receiver: posts each container's CPU (percent of one core) and memory (percent of its limit, bytes)
 * as OTLP metrics once a second. Returns the way to stop it.
 */
export function exportContainerMetrics(engine: Engine, collectorUrl: string): () => void {
  const before = new Map<string, { readonly started_at_ms: number | null; readonly sample: UsageSample }>();

  async function collect(): Promise<void> {
    const resourceMetrics: object[] = [];
    for (const container of engine.containers) {
      const state = container.state();
      if (state.pid === null) continue;
      const sample = await engine.usage(container);
      const last = before.get(container.id);
      before.set(container.id, { started_at_ms: state.started_at_ms, sample });
      const at = unixNanos(sample.at_ms);
      const sameProcess = last !== undefined && last.started_at_ms === state.started_at_ms && sample.at_ms > last.sample.at_ms;
      const metrics = [
        gauge('container.memory.percent', '1', at, (sample.rss_bytes / state.memory_limit_bytes) * 100),
        gauge('container.memory.usage.total', 'By', at, sample.rss_bytes),
        gauge('container.memory.usage.limit', 'By', at, state.memory_limit_bytes),
        gauge('container.restarts', '{restarts}', at, state.restart_count),
        ...(sameProcess ? [gauge('container.cpu.utilization', '1', at, ((sample.cpu_ns - last.sample.cpu_ns) / ((sample.at_ms - last.sample.at_ms) * 1e6)) * 100)] : []),
      ];
      const attributes: Attributes = {
        'container.id': container.id, 'container.name': container.spec.name, 'container.image.name': container.spec.image, 'container.runtime': 'docker',
      };
      resourceMetrics.push({ resource: { attributes: encodeAttributes(attributes) }, scopeMetrics: [{ scope: { name: 'docker_stats' }, metrics }] });
    }
    if (resourceMetrics.length > 0) post(`${collectorUrl}/v1/metrics`, JSON.stringify({ resourceMetrics }));
  }

  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    void collect().finally(() => { busy = false; });
  }, EVERY_MS);
  return () => { clearInterval(timer); };
}

function gauge(name: string, unit: string, timeUnixNano: string, value: number): object {
  return { name, unit, gauge: { dataPoints: [{ timeUnixNano, asDouble: value }] } };
}

/** A collector that is away loses the sample, nothing else. */
function post(url: string, body: string): void {
  const outgoing = request(url, { method: 'POST', timeout: EVERY_MS, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } });
  outgoing.on('timeout', () => { outgoing.destroy(); });
  outgoing.on('error', () => undefined);
  outgoing.on('response', (response) => { response.resume(); });
  outgoing.end(body);
}

import type { LookAlike } from '../look-alike.ts';
import { startCollector } from '../telemetry/collector.ts';
import { closeServer, listenOnLoopback } from '../telemetry/loopback-server.ts';
import { DEFAULT_STORE_LIMITS, createTelemetryStore } from '../telemetry/telemetry-store.ts';
import { DEFAULT_ALERT_RULES, createAlertBook } from './alert-book.ts';
import { createFaultBox } from './faults.ts';
import { createMcpServer } from './mcp/mcp-server.ts';
import { createSessions } from './mcp/sessions.ts';
import { createRequestLog } from './request-log.ts';
import { seededRandom } from './shuffle.ts';

export interface SignozOptions {
  /** Port of the MCP server on 127.0.0.1; any free one when absent or 0. */
  readonly port?: number;
  /** The only key that the backend accepts. */
  readonly apiKey: string;
  /** Repeats the order in which services come. */
  readonly seed?: number;
  /** How long telemetry is kept, seconds; half an hour when absent. */
  readonly windowKeep_s?: number;
}

export interface Signoz extends LookAlike {
  /** Base address of the OTLP/HTTP collector: exporters append `/v1/traces`, `/v1/logs`, `/v1/metrics`. */
  readonly collectorUrl: string;
  /** Makes a stateful server forget its sessions, as a restart would. */
  forgetSessions(): void;
}

/** Starts a SigNoz look-alike on loopback: the MCP server at `url` + `/mcp`, and the collector that feeds it. */
export async function startSignoz(options: SignozOptions): Promise<Signoz> {
  const now = (): number => Date.now();
  const store = createTelemetryStore({ ...DEFAULT_STORE_LIMITS, keep_s: options.windowKeep_s ?? DEFAULT_STORE_LIMITS.keep_s }, now);
  const faults = createFaultBox();
  const log = createRequestLog();
  const sessions = createSessions();
  const collector = await startCollector(store);
  const context = {
    store,
    alerts: createAlertBook(store, DEFAULT_ALERT_RULES),
    now,
    random: seededRandom(options.seed ?? 1),
    web_url: 'http://signoz.sandbox.invalid',
    injectedText: () => null,
  };
  const server = createMcpServer({ api_key: options.apiKey, context, faults, log, sessions });
  const url = await listenOnLoopback(server, options.port ?? 0).catch(async (error: unknown) => {
    await collector.close();
    throw error;
  });

  return {
    name: 'signoz',
    url,
    collectorUrl: collector.url,
    snapshot: () => ({
      ...log.snapshot(),
      spans_held: store.spans.size,
      logs_held: store.logs.size,
      metrics_held: store.metrics.size,
      metric_points_held: [...store.metrics.values()].reduce((sum, metric) => sum + metric.points.size, 0),
      exports: collector.counts(),
      faults: faults.current(),
    }),
    setFaults: (patch) => faults.patch(patch),
    forgetSessions: () => sessions.forget(),
    async close() {
      await Promise.all([closeServer(server), collector.close()]);
    },
  };
}

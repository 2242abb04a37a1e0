import { Agent, request } from 'node:http';
import { encodeLogs, encodeTraces, type Attributes, type LogRecord, type SpanRecord } from './otlp-json.ts';

export interface Exporter {
  span(record: SpanRecord): void;
  log(record: LogRecord): void;
  /** Sends what is buffered; resolves when it was answered or given up. Never rejects. */
  flush(): Promise<void>;
  /** From now on nothing leaves this process: a wedged service is silent in its telemetry as well. */
  silence(): void;
  close(): void;
}

/** Records beyond this many per batch are dropped: a collector that is away must not make the shop's memory grow. */
const BUFFER_LIMIT = 5_000;
const POST_TIMEOUT_MS = 3_000;

/** Batches telemetry and posts it as OTLP/HTTP JSON every `every_ms`. A failed post loses its batch, as it does with a plain SDK exporter. */
export function createExporter(options: { readonly endpoint: string | null; readonly resource: Attributes; readonly every_ms: number }): Exporter {
  const agent = new Agent({ keepAlive: true, maxSockets: 2 });
  let spans: SpanRecord[] = [];
  let logs: LogRecord[] = [];
  let silent = options.endpoint === null;

  async function flush(): Promise<void> {
    if (silent || options.endpoint === null) return;
    const [batchSpans, batchLogs] = [spans, logs];
    spans = [];
    logs = [];
    await Promise.all([
      batchSpans.length === 0 ? null : post(agent, `${options.endpoint}/v1/traces`, encodeTraces(options.resource, batchSpans)),
      batchLogs.length === 0 ? null : post(agent, `${options.endpoint}/v1/logs`, encodeLogs(options.resource, batchLogs)),
    ]);
  }

  const timer = setInterval(() => { void flush(); }, options.every_ms);
  return {
    span(record) { if (!silent && spans.length < BUFFER_LIMIT) spans.push(record); },
    log(record) { if (!silent && logs.length < BUFFER_LIMIT) logs.push(record); },
    flush,
    silence() {
      silent = true;
      spans = [];
      logs = [];
    },
    close() {
      clearInterval(timer);
      agent.destroy();
    },
  };
}

function post(agent: Agent, url: string, body: string): Promise<void> {
  return new Promise((resolve) => {
    const outgoing = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } });
    outgoing.setTimeout(POST_TIMEOUT_MS, () => { outgoing.destroy(); });
    outgoing.on('response', (response) => { response.resume(); });
    outgoing.on('error', () => { resolve(); });
    outgoing.on('close', () => { resolve(); });
    outgoing.end(body);
  });
}

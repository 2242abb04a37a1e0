import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { closeServer, listenOnLoopback } from './loopback-server.ts';
import { isJsonObject } from './json-shape.ts';
import type { JsonObject } from './json-shape.ts';
import { readLogs } from './log-record.ts';
import { readMetrics } from './metric-point.ts';
import { BodyTooLarge, readBody } from './read-body.ts';
import { readSpans } from './span.ts';
import type { TelemetryStore } from './telemetry-store.ts';

export interface Collector {
  /** Base address; exporters append `/v1/traces`, `/v1/logs` or `/v1/metrics`. */
  readonly url: string;
  /** Exports that were taken in and that were refused, since the start. */
  counts(): { readonly accepted: number; readonly refused: number };
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 16 * 1024 * 1024;
const unzip = promisify(gunzip);

/** Takes one export into the store; returns OTLP's partial-success field, empty when everything was kept. */
type Intake = (store: TelemetryStore, body: JsonObject) => JsonObject;

const INTAKES: Readonly<Record<string, Intake>> = {
  '/v1/traces': (store, body) => {
    const batch = readSpans(body);
    store.addSpans(batch.spans);
    return partial('rejectedSpans', batch.rejected);
  },
  '/v1/logs': (store, body) => {
    const batch = readLogs(body);
    store.addLogs(batch.logs);
    return partial('rejectedLogRecords', batch.rejected);
  },
  '/v1/metrics': (store, body) => {
    const batch = readMetrics(body);
    store.addMetrics(batch);
    return partial('rejectedDataPoints', batch.rejected);
  },
};

/** Starts an OTLP/HTTP receiver (JSON encoding, plain or gzip) on loopback; port 0 takes any free one. */
export async function startCollector(store: TelemetryStore, port = 0): Promise<Collector> {
  const counts = { accepted: 0, refused: 0 };
  const server = createServer((request, response) => {
    takeIn(store, request).then(
      (answer) => {
        counts.accepted += answer.status === 200 ? 1 : 0;
        counts.refused += answer.status === 200 ? 0 : 1;
        send(response, answer);
      },
      (error: unknown) => {
        counts.refused += 1;
        send(response, refusal(error instanceof BodyTooLarge ? 413 : 400, String(error)));
      },
    );
  });
  const url = await listenOnLoopback(server, port);
  return { url, counts: () => ({ ...counts }), close: () => closeServer(server) };
}

interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

async function takeIn(store: TelemetryStore, request: IncomingMessage): Promise<Answer> {
  const path = new URL(request.url ?? '/', 'http://collector').pathname;
  const intake = Object.hasOwn(INTAKES, path) ? INTAKES[path] : undefined;
  if (intake === undefined) return refusal(404, `no such path: ${path}`);
  if (request.method !== 'POST') return refusal(405, 'only POST is allowed');
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) return refusal(415, 'only application/json is supported');
  const raw = await readBody(request, MAX_BODY_BYTES);
  const bytes = request.headers['content-encoding'] === 'gzip' ? await unzip(raw, { maxOutputLength: MAX_BODY_BYTES }) : raw;
  const body: unknown = JSON.parse(bytes.toString('utf8'));
  if (!isJsonObject(body)) return refusal(400, 'the body is not an object');
  return { status: 200, body: intake(store, body) };
}

function partial(field: string, rejected: number): JsonObject {
  return rejected === 0 ? {} : { partialSuccess: { [field]: String(rejected), errorMessage: `${rejected} could not be read` } };
}

function refusal(status: number, message: string): Answer {
  return { status, body: { code: 3, message } };
}

function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
}

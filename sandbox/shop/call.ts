import { Agent, request, type IncomingMessage } from 'node:http';
import { ServiceFailure, type CallOptions } from './service.ts';
import type { ServiceName } from './service-name.ts';
import type { Telemetry } from './telemetry/telemetry.ts';
import { formatTraceparent, type TraceContext } from './telemetry/trace-context.ts';

/** Calls services with a client span around each call. */
export interface Caller {
  call(parent: TraceContext, callee: ServiceName, method: string, path: string, options?: CallOptions): Promise<unknown>;
  close(): void;
}

export interface CallerOptions {
  readonly self: ServiceName;
  readonly addresses: Readonly<Partial<Record<ServiceName, string>>>;
  readonly telemetry: Telemetry;
}

export const CALL_TIMEOUT_MS = 1_500;

interface Reply { readonly status: number; readonly text: string }

export function createCaller({ self, addresses, telemetry }: CallerOptions): Caller {
  const agent = new Agent({ keepAlive: true, maxSockets: 256, maxFreeSockets: 32 });

  function attempt(url: string, method: string, headers: Record<string, string>, body: string | null, signal: AbortSignal, retry: boolean): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const outgoing = request(url, { method, agent, headers, signal });
      outgoing.on('response', (response) => { readText(response).then((text) => { resolve({ status: response.statusCode ?? 0, text }); }, reject); });
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        // The callee closed an idle kept-alive connection at the very moment that we used it: nothing was processed, so once more on a new one.
        if (retry && outgoing.reusedSocket && error.code === 'ECONNRESET') resolve(attempt(url, method, headers, body, signal, false));
        else reject(error);
      });
      if (body === null) outgoing.end();
      else outgoing.end(body);
    });
  }

  return {
    async call(parent, callee, method, path, options = {}) {
      const address = options.address ?? addresses[callee];
      const url = `http://${address}${path}`;
      const span = telemetry.startSpan({
        name: `${method} ${path.split(/[?/]/)[1] ?? ''}`, kind: 'client', parent,
        attributes: { 'http.method': method, 'http.url': url, 'peer.service': callee, 'server.address': callee },
      });
      const headers: Record<string, string> = { traceparent: formatTraceparent(span.context), 'x-shop-caller': self };
      const body = options.body === undefined ? null : JSON.stringify(options.body);
      if (body !== null) Object.assign(headers, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) });
      const timeout_ms = options.timeout_ms ?? CALL_TIMEOUT_MS;
      const giveUp = new AbortController();
      const timer = setTimeout(() => { giveUp.abort(); }, timeout_ms);
      try {
        const reply = await attempt(url, method, headers, body, giveUp.signal, true);
        span.set({ 'http.status_code': reply.status });
        const json = parseJson(reply.text);
        if (reply.status >= 500) throw new ServiceFailure(`${callee} answered ${reply.status}: ${messageOf(json)}`);
        span.end(null);
        return json;
      } catch (error) {
        const message = giveUp.signal.aborted ? `${callee}: no answer within ${timeout_ms} ms (DEADLINE_EXCEEDED)` : error instanceof Error ? error.message : String(error);
        span.end(message);
        throw new ServiceFailure(message);
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => { agent.destroy(); },
  };
}

function readText(response: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => { text += chunk; });
    response.on('end', () => { resolve(text); });
    response.on('error', reject);
    response.on('close', () => { if (!response.complete) reject(new Error('the answer was cut off')); });
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function messageOf(json: unknown): string {
  return typeof json === 'object' && json !== null && 'error' in json ? String(json.error) : 'no message';
}

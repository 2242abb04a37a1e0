import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Caller } from './call.ts';
import type { Faults } from './faults.ts';
import { createLane, LaneAbandoned, LaneFull, type Lane } from './lane.ts';
import { between, type Random } from './random.ts';
import { matchRoute } from './route-match.ts';
import { ServiceFailure, type Exchange, type Route, type Service } from './service.ts';
import type { ServiceName } from './service-name.ts';
import type { Telemetry } from './telemetry/telemetry.ts';
import { parseTraceparent } from './telemetry/trace-context.ts';

export interface ServerParts {
  readonly name: ServiceName;
  readonly service: Service;
  readonly faults: Faults;
  readonly telemetry: Telemetry;
  readonly caller: Caller;
  readonly random: Random;
}

const BODY_LIMIT_BYTES = 64 * 1024;
/** nginx's number for a caller that hung up: not an error of this service. */
const CALLER_GONE = 499;

interface Answer { readonly status: number; readonly body: unknown; readonly error: string | null }

/** The HTTP server of one service; not yet listening. */
export function createShopServer(parts: ServerParts): Server {
  const { faults, service } = parts;
  const lane = createLane(service.lane);
  const server = createServer((request, response) => {
    // Wedged: the connection is accepted and the request read by nobody.
    if (faults.wedged()) return;
    if (request.url === '/health') {
      const healthy = service.healthy?.() ?? true;
      send(response, { status: healthy ? 200 : 503, body: { status: healthy ? 'SERVING' : 'NOT_SERVING' }, error: null });
      return;
    }
    const gone = new AbortController();
    response.once('close', () => { if (!response.writableFinished) gone.abort(); });
    void serve(parts, lane, request, gone.signal).then((answer) => { if (!faults.wedged()) send(response, answer); });
  });
  server.keepAliveTimeout = 60_000;
  return server;
}

async function serve(parts: ServerParts, lane: Lane, request: IncomingMessage, gone: AbortSignal): Promise<Answer> {
  const { service, faults, telemetry, random } = parts;
  const url = new URL(request.url ?? '/', 'http://shop');
  const method = request.method ?? 'GET';
  const match = matchRoute(service.routes, method, url.pathname);
  const span = telemetry.startSpan({
    name: match === null ? method : `${method} ${match.route.path}`, kind: 'server', parent: parseTraceparent(header(request, 'traceparent')),
    attributes: { 'http.method': method, 'http.target': url.pathname, ...(match === null ? {} : { 'http.route': match.route.path }) },
  });
  const answer = await answerOf(async () => {
    if (match === null) return { status: 404, body: { error: 'no such page' }, error: null };
    const body = await readBody(request);
    const delay_ms = faults.delay_ms(header(request, 'x-shop-caller') ?? null);
    if (delay_ms > 0) await new Promise((resolve) => setTimeout(resolve, delay_ms));
    const exchange: Exchange = {
      params: match.params, query: url.searchParams, body,
      call: (callee, verb, path, options) => parts.caller.call(span.context, callee, verb, path, options),
      log: (severity, message, attributes) => { telemetry.log(severity, message, span.context, attributes); },
      set: (attributes) => { span.set(attributes); },
    };
    const result = await lane.run(between(random, ...service.work_ms), gone, () => {
      if (faults.failsNow()) throw new ServiceFailure('internal failure: worker returned no result');
      return match.route.handle(exchange);
    });
    return { status: 200, body: result, error: null };
  });
  span.set({ 'http.status_code': answer.status });
  if (answer.error !== null) telemetry.log('ERROR', `${routeOf(match?.route, method)} failed: ${answer.error}`, span.context, { 'http.status_code': answer.status });
  span.end(answer.error);
  return answer;
}

async function answerOf(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LaneAbandoned) return { status: CALLER_GONE, body: null, error: null };
    const status = error instanceof ServiceFailure ? error.status : error instanceof LaneFull ? 503 : 500;
    const message = error instanceof Error ? error.message : String(error);
    return { status, body: { error: message }, error: status >= 500 ? message : null };
  }
}

function routeOf(route: Route | undefined, method: string): string {
  return route === undefined ? method : `${method} ${route.path}`;
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  if (request.method === 'GET' || request.method === 'DELETE') return null;
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > BODY_LIMIT_BYTES) throw new ServiceFailure('body too large', 413);
  }
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    throw new ServiceFailure('body is not JSON', 400);
  }
}

function send(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return;
  const text = JSON.stringify(answer.body);
  response.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

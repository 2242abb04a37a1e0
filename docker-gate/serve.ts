import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { failed, refused } from './answer.ts';
import type { Answer } from './answer.ts';
import { handleRead } from './handle-read.ts';
import type { ReadParts } from './handle-read.ts';
import { handleRestart } from './handle-restart.ts';
import type { RestartParts } from './handle-restart.ts';
import type { RefusalReason } from './refusal.ts';
import { refusalBody } from './refusal.ts';
import { checkShape } from './request-shape.ts';
import { matchRoute } from './route.ts';
import type { Route } from './route.ts';
import { sendAnswer } from './send-answer.ts';

/** One refusal, as the audit line tells it. `what` names the request as far as it was understood. */
export interface Refused {
  readonly reason: RefusalReason;
  readonly what: string;
  readonly remote: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface ServeParts extends ReadParts, RestartParts {
  /** Called once the port is known. */
  readonly hosts: () => ReadonlySet<string>;
  readonly checkToken: (authorization: string | null) => 'ok' | 'token_missing' | 'token_wrong';
  readonly onRefused: (refusal: Refused) => void;
  readonly onRead: (kind: Route['kind']) => void;
}

/** The server, not yet listening. Everything that it does not answer with an engine's answer goes through `onRefused` first. */
export function createGateServer(parts: ServeParts): Server {
  /** A connection carries one request. */
  const used = new WeakSet<Duplex>();

  async function decide(request: IncomingMessage): Promise<Answer> {
    const method = request.method ?? '';
    const target = request.url ?? '';
    const headers = checkShape({ http_version: request.httpVersion, target, raw_headers: request.rawHeaders }, parts.hosts());
    if (typeof headers === 'string') return refused(headers);
    const token = parts.checkToken(headers.get('authorization') ?? null);
    if (token !== 'ok') return refused(token);
    const route = matchRoute(method, target);
    if (typeof route === 'string') return refused(route);
    if (route.kind === 'restart') {
      const type = headers.get('content-type') ?? 'application/json';
      return type === 'application/json' ? handleRestart(parts, route, headers, request) : refused('body_not_allowed');
    }
    if ((headers.get('content-length') ?? '0') !== '0') return refused('body_not_allowed');
    parts.onRead(route.kind);
    return handleRead(parts, route);
  }

  async function answer(request: IncomingMessage, response: ServerResponse, early: RefusalReason | null): Promise<void> {
    // Now: a request that its sender gives up has no socket any more.
    const remote = remoteOf(request.socket);
    const reason = used.has(request.socket) ? 'second_request' : early;
    // Before anything else, also for what is refused: bytes behind a doubtful request are never taken for another one.
    used.add(request.socket);
    const decided = reason === null ? await decide(request).catch(unexpected) : refused(reason);
    if (decided.kind === 'refused') {
      parts.onRefused({ reason: decided.reason, what: nameOf(request), remote, details: decided.body.details });
    }
    await sendAnswer(response, decided).catch(() => response.destroy());
  }

  function unexpected(error: unknown): Answer {
    parts.log(`a request failed: ${error instanceof Error ? error.message : 'unknown error'}`);
    return failed(500, 'INTERNAL_ERROR', 'the gate failed on this request');
  }

  /** For what comes without a response object: says no in plain bytes, unless an answer is already under way there. */
  function slam(socket: Duplex, what: string): void {
    parts.onRefused({ reason: 'bad_http', what, remote: remoteOf(socket), details: {} });
    if (!socket.writable || used.has(socket)) return void socket.destroy();
    const body = JSON.stringify(refusalBody('bad_http'));
    socket.end(
      `HTTP/1.1 403 Forbidden\r\ncontent-type: application/json\r\ncontent-length: ${String(Buffer.byteLength(body))}\r\nconnection: close\r\n\r\n${body}`,
    );
    // The sender may go on sending for ever.
    setTimeout(() => socket.destroy(), 1_000).unref();
  }

  const server = createServer({
    insecureHTTPParser: false,
    // A missing Host is refused by checkShape: the server's own 400 would leave no line behind.
    requireHostHeader: false,
    maxHeaderSize: 8_192,
    headersTimeout: 5_000,
    requestTimeout: 10_000,
    connectionsCheckingInterval: 1_000,
    keepAlive: false,
  });
  // 0 is "no limit": with one, further headers would be dropped in silence, and a second Content-Length with them. The size is limited.
  server.maxHeadersCount = 0;
  server.maxConnections = 128;
  server.on('request', (request, response) => void answer(request, response, null));
  // Without these listeners node would invite the body itself, or answer 417 without a line.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => void answer(request, response, 'forbidden_header'));
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => void answer(request, response, 'forbidden_header'));
  // Without an `upgrade` listener such a request is an ordinary one, and its headers are refused like any other's.
  server.on('connect', (request, socket) => {
    slam(socket, nameOf(request));
  });
  server.on('clientError', (error: Error & { code?: string }, socket) => {
    // A reset is a connection that ended, not a request.
    if (error.code === 'ECONNRESET') return void socket.destroy();
    slam(socket, error.code ?? 'unparsable');
  });
  return server;
}

function nameOf(request: IncomingMessage): string {
  return `${request.method ?? ''} ${request.url ?? ''}`;
}

function remoteOf(socket: Duplex): string {
  const address = 'remoteAddress' in socket && typeof socket.remoteAddress === 'string' ? socket.remoteAddress : '';
  const port = 'remotePort' in socket && typeof socket.remotePort === 'number' ? socket.remotePort : 0;
  return `${address}:${String(port)}`;
}

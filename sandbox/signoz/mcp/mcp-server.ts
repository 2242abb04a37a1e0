import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { textOf } from '../../telemetry/json-shape.ts';
import { BodyTooLarge, readBody } from '../../telemetry/read-body.ts';
import type { FaultBox } from '../faults.ts';
import type { RequestEntry, RequestLog } from '../request-log.ts';
import type { ToolContext } from '../tool-context.ts';
import { NO_KEY, isCrossOrigin, readKey } from './access.ts';
import { playFaults, sendRpc, sendText } from './answer.ts';
import { dispatch } from './dispatch.ts';
import { readRpcMessage } from './json-rpc.ts';
import type { RpcMessage, RpcResult } from './json-rpc.ts';
import type { Sessions } from './sessions.ts';

export interface McpServerParts {
  readonly api_key: string;
  readonly context: ToolContext;
  readonly faults: FaultBox;
  readonly log: RequestLog;
  readonly sessions: Sessions;
}

const MAX_REQUEST_BYTES = 4 * 1024 * 1024;

/** What became of a request, for the log. */
type Outcome = Partial<Pick<RequestEntry, 'method' | 'tool' | 'arguments'>> & { readonly outcome: string };

/** Makes the HTTP server that speaks MCP on `/mcp`: streamable HTTP, stateless, answers as plain JSON. */
export function createMcpServer(parts: McpServerParts): Server {
  return createServer((request, response) => {
    const at_ms = parts.context.now();
    const started_ms = performance.now();
    answer(parts, request, response)
      .catch((error: unknown): Outcome => {
        if (response.headersSent) response.destroy();
        else sendText(response, error instanceof BodyTooLarge ? { status: 413, text: 'request body too large' } : { status: 400, text: String(error) });
        return { outcome: `refused ${String(error)}` };
      })
      .then((outcome) => {
        if (outcome === null) return;
        const http_status = response.headersSent ? response.statusCode : null;
        parts.log.add({ at_ms, method: '', tool: null, arguments: null, ...outcome, http_status, duration_ms: performance.now() - started_ms });
      })
      .catch(() => response.destroy());
  });
}

async function answer(parts: McpServerParts, request: IncomingMessage, response: ServerResponse): Promise<Outcome | null> {
  const path = new URL(request.url ?? '/', 'http://mcp').pathname;
  if (path !== '/mcp') return answerProbe(parts, path, response);
  const session_id = textOf(request.headers['mcp-session-id']);
  if (request.method !== 'POST') return answerOtherMethod(parts, request, response, session_id);
  if (isCrossOrigin(request)) return refuse(response, 403, 'cross-origin request detected');
  const key = readKey(request);
  if (key === null) return refuse(response, NO_KEY.status, NO_KEY.text);
  const message = readRpcMessage((await readBody(request, MAX_REQUEST_BYTES)).toString('utf8'));
  if (message === null) {
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"request body is not a JSON-RPC message"}}');
    return { outcome: 'refused not JSON-RPC' };
  }
  const { stateful } = parts.faults.current();
  if (stateful && message.method !== 'initialize' && !parts.sessions.has(session_id)) return refuse(response, session_id === '' ? 400 : 404, 'unknown session');
  if (message.id === undefined) return takeNotification(parts, message, response);
  return answerRequest(parts, message, message.id, key, response);
}

async function answerRequest(parts: McpServerParts, message: RpcMessage, id: string | number, key: string, response: ServerResponse): Promise<Outcome> {
  const tool = message.method === 'tools/call' ? textOf(message.params['name']) : null;
  const asked = { method: message.method, tool, arguments: tool === null ? null : message.params['arguments'] ?? null };
  const faults = parts.faults.take(message.method, tool);
  const played = faults === null ? null : await playFaults(response, faults);
  if (played !== null) return { ...asked, outcome: `fault ${played}` };
  const result = dispatch({ message, context: parts.context, key_is_valid: key === parts.api_key, faults });
  const { sse, stateful } = parts.faults.current();
  const session_id = stateful && message.method === 'initialize' ? parts.sessions.issue() : null;
  sendRpc(response, id, result, { sse, session_id, truncate: faults?.truncate === 'body' });
  return { ...asked, outcome: describe(result) };
}

function takeNotification(parts: McpServerParts, message: RpcMessage, response: ServerResponse): Outcome {
  if (message.method === 'notifications/cancelled') {
    parts.log.cancelled({ at_ms: parts.context.now(), request_id: message.params['requestId'], reason: textOf(message.params['reason']) });
  }
  response.writeHead(202).end();
  return { method: message.method, outcome: 'notification' };
}

function answerProbe(parts: McpServerParts, path: string, response: ServerResponse): null {
  if (path === '/livez') sendText(response, { status: 200, text: 'ok' });
  else if (path !== '/readyz' && path !== '/healthz') sendText(response, { status: 404, text: '404 page not found' });
  else if (parts.faults.current().not_ready) sendText(response, { status: 503, text: 'docs index not ready' });
  else sendText(response, { status: 200, text: 'ok' });
  return null;
}

function answerOtherMethod(parts: McpServerParts, request: IncomingMessage, response: ServerResponse, session_id: string): null {
  if (request.method === 'DELETE' && parts.sessions.has(session_id)) {
    parts.sessions.forget(session_id);
    response.writeHead(200).end();
    return null;
  }
  // A client opens an event stream with GET after its handshake, and gives up only when it reads 405.
  response.writeHead(405, { allow: 'POST', 'content-type': 'text/plain' }).end('Method Not Allowed');
  return null;
}

function refuse(response: ServerResponse, status: number, text: string): Outcome {
  sendText(response, { status, text });
  return { outcome: `refused ${text}` };
}

function describe(result: RpcResult): string {
  if ('error' in result) return `rpc_error ${result.error.code}`;
  const { result: value } = result;
  if (typeof value !== 'object' || value === null || !('isError' in value) || value.isError !== true) return 'ok';
  const structured = 'structuredContent' in value ? value.structuredContent : null;
  return `tool_error ${typeof structured === 'object' && structured !== null && 'code' in structured ? String(structured.code) : ''}`;
}

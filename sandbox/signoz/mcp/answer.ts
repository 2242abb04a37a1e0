import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringifyExactly } from '../exact-json.ts';
import type { Faults } from '../faults.ts';
import type { RpcResult } from './json-rpc.ts';
import type { Refusal } from './access.ts';

export interface Framing {
  readonly sse: boolean;
  readonly session_id: string | null;
  readonly truncate: boolean;
}

/** Sends a JSON-RPC answer, as plain JSON or as one server-sent event. */
export function sendRpc(response: ServerResponse, id: string | number, result: RpcResult, framing: Framing): void {
  const whole = stringifyExactly({ jsonrpc: '2.0', id, ...result });
  const json = framing.truncate ? whole.slice(0, Math.ceil(whole.length * 0.6)) : whole;
  if (framing.session_id !== null) response.setHeader('mcp-session-id', framing.session_id);
  if (framing.sse) response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`event: message\ndata: ${json}\n\n`);
  else response.writeHead(200, { 'content-type': 'application/json' }).end(json);
}

/** Sends a plain-text answer. */
export function sendText(response: ServerResponse, { status, text }: Refusal): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}

/** Plays the faults that replace an answer; gives the fault's name when it did, or null when the answer may follow. */
export async function playFaults(response: ServerResponse, faults: Faults): Promise<string | null> {
  if (faults.hang_ms > 0) {
    await pause(response, faults.hang_ms);
    response.destroy();
    return 'hang';
  }
  if (faults.delay_ms > 0) await pause(response, faults.delay_ms);
  if (faults.reset) {
    response.socket?.resetAndDestroy();
    return 'reset';
  }
  if (faults.unauthorized) {
    sendText(response, { status: 401, text: 'Authorization or SIGNOZ-API-KEY header required' });
    return 'unauthorized';
  }
  if (faults.http_500) {
    sendText(response, { status: 500, text: 'internal server error' });
    return 'http_500';
  }
  return null;
}

/** Waits, but no longer than the client does. */
async function pause(response: ServerResponse, ms: number): Promise<void> {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  response.once('close', leave);
  await sleep(ms, undefined, { signal: gone.signal }).catch(() => undefined);
  response.off('close', leave);
}

import { isJsonObject } from '../../telemetry/json-shape.ts';
import type { JsonObject } from '../../telemetry/json-shape.ts';

export interface RpcMessage {
  /** Undefined for a notification. */
  readonly id: string | number | undefined;
  /** Empty for a response, which a stateless server has no use for. */
  readonly method: string;
  readonly params: JsonObject;
}

export type RpcResult = { readonly result: unknown } | { readonly error: { readonly code: number; readonly message: string } };

/** Reads one JSON-RPC 2.0 message; null when it is none (lists of messages are none either). */
export function readRpcMessage(text: string): RpcMessage | null {
  const message = parse(text);
  if (!isJsonObject(message) || message['jsonrpc'] !== '2.0') return null;
  const { id, method, params } = message;
  if (id !== undefined && typeof id !== 'string' && typeof id !== 'number') return null;
  if (typeof method !== 'string' && message['result'] === undefined && message['error'] === undefined) return null;
  return { id: typeof method === 'string' ? id : undefined, method: typeof method === 'string' ? method : '', params: isJsonObject(params) ? params : {} };
}

/** A JSON-RPC failure. */
export function rpcError(code: number, message: string): RpcResult {
  return { error: { code, message } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { isJsonObject, textOf } from '../../telemetry/json-shape.ts';
import { TOOL_SPECS, callTool } from '../call-tool.ts';
import { emptied } from '../emptied-store.ts';
import type { Faults } from '../faults.ts';
import type { ToolContext } from '../tool-context.ts';
import { ToolError, upstreamError } from '../tool-error.ts';
import { errorResult } from '../tool-result.ts';
import type { ToolResult } from '../tool-result.ts';
import { rpcError } from './json-rpc.ts';
import type { RpcMessage, RpcResult } from './json-rpc.ts';

export interface DispatchRequest {
  readonly message: RpcMessage;
  readonly context: ToolContext;
  /** False when the key is not the backend's: the server itself takes any key and only the backend refuses it. */
  readonly key_is_valid: boolean;
  readonly faults: Faults | null;
}

const LATEST_PROTOCOL = '2025-11-25';
const INSTRUCTIONS = 'Use the SigNoz tools to look at services, traces, logs and metrics. Times are unix milliseconds; durations are nanoseconds.';

/** Answers one JSON-RPC request. */
export function dispatch(request: DispatchRequest): RpcResult {
  const { message, faults } = request;
  switch (message.method) {
    case 'initialize':
      return {
        result: {
          protocolVersion: textOf(message.params['protocolVersion']) || LATEST_PROTOCOL,
          capabilities: { logging: {}, prompts: {}, resources: {}, tools: {} },
          serverInfo: { name: 'SigNozMCP', version: 'v0.13.0' },
          instructions: INSTRUCTIONS,
        },
      };
    case 'ping':
    case 'logging/setLevel':
      return { result: {} };
    case 'tools/list':
      return faults?.break_tools_list === true ? rpcError(-32603, 'the list of tools is broken') : { result: { tools: TOOL_SPECS } };
    case 'tools/call':
      return callByName(request);
    case 'prompts/list':
      return { result: { prompts: [] } };
    case 'prompts/get':
      return rpcError(-32602, `prompt '${textOf(message.params['name'])}' not found: prompt not found`);
    case 'resources/list':
      return { result: { resources: [] } };
    case 'resources/templates/list':
      return { result: { resourceTemplates: [] } };
    case 'resources/read':
      return rpcError(-32002, `handler not found for resource URI '${textOf(message.params['uri'])}': resource not found`);
    default:
      return rpcError(-32601, `Method ${message.method} not found`);
  }
}

function callByName({ message, context, key_is_valid, faults }: DispatchRequest): RpcResult {
  const name = textOf(message.params['name']);
  const spec = TOOL_SPECS.find((candidate) => candidate.name === name);
  if (spec === undefined) return rpcError(-32602, `tool '${name}' not found: tool not found`);
  if (!key_is_valid) {
    return { result: errorResult(upstreamError({ status: 401, code: 'UNAUTHORIZED', upstream_code: 'unauthenticated', message: 'the API key is not valid' })) };
  }
  if (faults?.rate_limited === true) {
    const retry = { upstreamRetry: { delay: 5_000_000_000 } };
    return { result: errorResult(upstreamError({ status: 429, code: 'RATE_LIMITED', upstream_code: 'too_many_requests', message: 'rate limit exceeded', more: retry })) };
  }
  const args = message.params['arguments'] ?? {};
  if (!isJsonObject(args)) return { result: errorResult(new ToolError('VALIDATION_FAILED', 'invalid arguments format: expected JSON object')) };
  return { result: spoil(callTool(spec, args, faults === null ? context : faultyContext(context, faults)), faults) };
}

function faultyContext(context: ToolContext, faults: Faults): ToolContext {
  return {
    ...context,
    ...(faults.empty ? { store: emptied(context.store), alerts: { rules: [], firing: () => [] } } : {}),
    injectedText: () => faults.inject_text,
  };
}

function spoil(result: ToolResult, faults: Faults | null): ToolResult {
  if (faults?.break_output === true) return { ...result, structuredContent: { data: 'not a list' } };
  if (faults?.truncate !== true && faults?.truncate !== 'text') return result;
  const [first, ...notes] = result.content;
  if (first === undefined) return result;
  // Structured content would still be whole: a server that loses the text's end has none to give.
  return { content: [{ type: 'text', text: first.text.slice(0, Math.ceil(first.text.length * 0.6)) }, ...notes] };
}

import type { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { Logger } from '../../core/ports.ts';
import { AtlasError } from '../../core/error.ts';
import type { Secret } from '../../core/secret.ts';
import { cappedFetch } from './capped-fetch.ts';
import { isLostConnection, toMcpFailure } from './failure.ts';
import { firstText } from './result.ts';

/** Where the server is: an HTTP endpoint, or a program that is installed and started on first use. */
export type McpServer =
  | { readonly url: string; readonly headers: Readonly<Record<string, Secret>> }
  | { readonly command: string; readonly args: readonly string[]; readonly env: Readonly<Record<string, Secret>> };

export interface McpClientOptions {
  readonly server: McpServer;
  /** How the server is called in messages, e.g. `signoz`. */
  readonly name: string;
  /** For one call, the connecting included where it has to connect. */
  readonly timeout_ms: number;
  readonly max_result_bytes?: number;
  readonly logger?: Logger;
}

export interface McpCall {
  /** Only a tool that changes nothing is called again after a lost connection. */
  readonly read_only: boolean;
  readonly timeout_ms?: number;
  readonly signal?: AbortSignal;
}

export interface McpClient {
  /** The parsed JSON of the first text block of the result; later blocks are advice. Rejects with an AtlasError. */
  call(tool: string, args: Readonly<Record<string, unknown>>, options: McpCall): Promise<unknown>;
  close(): Promise<void>;
}

const DEFAULT_MAX_RESULT_BYTES = 5 * 1024 * 1024;

/**
 * A client of one MCP server. Nothing is loaded or opened before the first call; a connection that was lost is opened
 * again by the next call, and once within a call if the tool is read-only.
 */
export function createMcpClient(options: McpClientOptions): McpClient {
  const max_bytes = options.max_result_bytes ?? DEFAULT_MAX_RESULT_BYTES;
  let connection: Promise<Client> | null = null;

  /** Only the connection that failed: another call may have opened a new one meanwhile. */
  async function drop(failed: Promise<Client> | null): Promise<void> {
    if (connection === failed) connection = null;
    // A broken connection may fail to say goodbye; there is nobody left to tell.
    await failed?.then((client) => client.close()).catch(() => undefined);
  }

  async function callOnce(tool: string, args: Readonly<Record<string, unknown>>, call: McpCall): Promise<unknown> {
    const used = (connection ??= open(options, max_bytes));
    const timeout = call.timeout_ms ?? options.timeout_ms;
    let connected = false;
    try {
      const client = await used;
      connected = true;
      const result = await client.callTool(
        { name: tool, arguments: { ...args } },
        { timeout, maxTotalTimeout: timeout, ...(call.signal === undefined ? {} : { signal: call.signal }) },
      );
      return firstText(result, { server: options.name, tool, max_bytes });
    } catch (error) {
      if (!connected || isLostConnection(error)) await drop(used);
      throw error;
    }
  }

  return {
    async call(tool, args, call) {
      if (call.signal?.aborted === true) throw new AtlasError('UPSTREAM_TIMEOUT', `${options.name}: ${tool} was given up before it was sent`);
      try {
        return await callOnce(tool, args, call);
      } catch (error) {
        if (!call.read_only || !isLostConnection(error)) throw toMcpFailure(error, options.name, tool);
        options.logger?.debug('MCP connection lost, connecting again', { server: options.name, tool });
      }
      try {
        return await callOnce(tool, args, call);
      } catch (error) {
        throw toMcpFailure(error, options.name, tool);
      }
    },
    close: () => drop(connection),
  };
}

async function open(options: McpClientOptions, max_bytes: number): Promise<Client> {
  const { Client } = await import('@modelcontextprotocol/client');
  const client = new Client({ name: 'atlas', version: '1' });
  const transport = await openTransport(options.server, max_bytes);
  try {
    await client.connect(transport, { timeout: options.timeout_ms });
  } catch (error) {
    await client.close().catch(() => undefined);
    throw error;
  }
  return client;
}

async function openTransport(server: McpServer, max_bytes: number): Promise<StreamableHTTPClientTransport | StdioClientTransport> {
  if ('url' in server) {
    const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
    return new StreamableHTTPClientTransport(new URL(server.url), {
      requestInit: { headers: revealed(server.headers) },
      fetch: cappedFetch(max_bytes),
    });
  }
  const { StdioClientTransport } = await import('@modelcontextprotocol/client/stdio');
  return new StdioClientTransport({ command: server.command, args: [...server.args], env: revealed(server.env), stderr: 'ignore' });
}

function revealed(secrets: Readonly<Record<string, Secret>>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).map(([key, secret]) => [key, secret.reveal()]));
}

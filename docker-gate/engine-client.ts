import { request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import type { EngineAddress } from './engine-address.ts';

export type EngineMethod = 'GET' | 'HEAD' | 'POST';

export interface EngineReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The only way to the engine. Paths are built by the gate from parsed pieces; no byte of a client's request is passed on. */
export interface Engine {
  /** The whole reply; rejects with EngineError when there is none in time, or more than `max_bytes` of it. */
  ask(method: EngineMethod, path: string, limits: { readonly timeout_ms: number; readonly max_bytes: number }): Promise<EngineReply>;
  /** The reply as soon as its head is here; its body ends with an error after `timeout_ms` in all. */
  stream(path: string, limits: { readonly timeout_ms: number }): Promise<IncomingMessage>;
}

export type EngineProblem = 'unreachable' | 'cut' | 'timeout' | 'too_large' | 'bad_reply';

export class EngineError extends Error {
  readonly problem: EngineProblem;
  /** False: no connection stood, so the engine certainly did not see the request. */
  readonly reached: boolean;

  constructor(problem: EngineProblem, reached: boolean, message: string) {
    super(message);
    this.name = 'EngineError';
    this.problem = problem;
    this.reached = reached;
  }
}

export function createEngine(address: EngineAddress): Engine {
  const door: RequestOptions =
    address.kind === 'unix' ? { socketPath: address.path } : { host: address.host, port: address.port };

  function open(method: EngineMethod, path: string, timeout_ms: number): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      let reached = false;
      let response: IncomingMessage | null = null;
      // One connection a request, no redirects, strict parsing: node:http does what is said here and nothing more.
      const outgoing = request({
        ...door,
        method,
        path,
        agent: false,
        insecureHTTPParser: false,
        headers: method === 'POST' ? { host: 'docker', 'content-length': '0' } : { host: 'docker' },
      });
      const timer = setTimeout(() => {
        const error = new EngineError('timeout', reached, `the engine did not finish within ${String(timeout_ms)} ms`);
        response?.destroy(error);
        outgoing.destroy(error);
      }, timeout_ms);
      outgoing.once('socket', (socket) => {
        if (!socket.connecting) reached = true;
        else socket.once('connect', () => (reached = true));
      });
      outgoing.once('close', () => {
        clearTimeout(timer);
      });
      outgoing.on('error', (error) => {
        reject(asEngineError(error, reached));
      });
      outgoing.once('response', (message) => {
        response = message;
        resolve(message);
      });
      outgoing.end();
    });
  }

  async function ask(method: EngineMethod, path: string, limits: { timeout_ms: number; max_bytes: number }): Promise<EngineReply> {
    const message = await open(method, path, limits.timeout_ms);
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of message as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > limits.max_bytes) throw new EngineError('too_large', true, 'the reply of the engine is too large');
        chunks.push(chunk);
      }
    } catch (error) {
      message.destroy();
      throw asEngineError(error, true);
    }
    return { status: message.statusCode ?? 0, headers: message.headers, body: Buffer.concat(chunks) };
  }

  return { ask, stream: (path, limits) => open('GET', path, limits.timeout_ms) };
}

/** What the system says of an address (paths, ports) stays here: callers learn only the kind of failure. */
function asEngineError(error: unknown, reached: boolean): EngineError {
  if (error instanceof EngineError) return error;
  if (!reached) return new EngineError('unreachable', false, 'the engine cannot be reached');
  return new EngineError('cut', true, 'the connection to the engine broke off');
}

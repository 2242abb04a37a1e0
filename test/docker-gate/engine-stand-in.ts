import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Text that stands in every place where the real engine may hold a secret: it may never come out of the gate. */
export const CANARY = 'canary-5f1c-do-not-show';

export interface StandInContainer {
  readonly id: string;
  readonly name: string;
  started_at: string;
  readonly state: string;
}

export interface EngineStandIn {
  readonly address: string;
  /** `METHOD target` of every request that arrived, in order. */
  readonly requests: string[];
  readonly bodies: string[];
  readonly containers: StandInContainer[];
  /** What a restart does before it answers. */
  onRestart: (response: ServerResponse) => void;
  close(): Promise<void>;
}

export function hexId(seed: string): string {
  return seed.padEnd(64, '0').slice(0, 64);
}

export function withoutLookUps(requests: readonly string[]): string[] {
  return requests.filter((line) => !/^GET \/containers\/[a-z-]+\/json$/.test(line));
}

/** An engine on a Unix socket that writes down everything that reaches it and, like the real one, takes the beginning of an id for a name. */
export async function startEngineStandIn(): Promise<EngineStandIn> {
  const folder = mkdtempSync(join(tmpdir(), 'gate-engine-'));
  const socket = join(folder, 'engine.sock');
  const containers: StandInContainer[] = [
    { id: hexId('c1a0'), name: 'cart', started_at: '2026-11-20T10:00:00Z', state: 'running' },
    { id: hexId('c2b0'), name: 'checkout', started_at: '2026-11-20T10:00:00Z', state: 'exited' },
    { id: hexId('adf0'), name: 'postgres', started_at: '2026-11-20T10:00:00Z', state: 'running' },
  ];
  const standIn: EngineStandIn = {
    address: `unix://${socket}`,
    requests: [],
    bodies: [],
    containers,
    onRestart: (response) => response.writeHead(204).end(),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const server = createServer((request, response) => void answer(standIn, request, response));
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return standIn;
}

async function answer(standIn: EngineStandIn, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  standIn.requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
  standIn.bodies.push(Buffer.concat(chunks).toString());
  const path = (request.url ?? '').split('?')[0]?.replace(/^\/v1\.\d\d/, '') ?? '';
  response.setHeader('Api-Version', '1.44');
  response.setHeader('X-Secret', CANARY);
  if (path === '/_ping') return void response.end('OK');
  if (path === '/version') return send(response, { Version: '28.0', ApiVersion: '1.44' });
  if (path === '/containers/json') return send(response, standIn.containers.map(listed));
  const one = /^\/containers\/([^/]+)\/(json|logs|stats|restart)$/.exec(path);
  const key = one?.[1] ?? '';
  const found =
    standIn.containers.find((item) => item.name === key || item.id === key) ?? standIn.containers.find((item) => item.id.startsWith(key));
  if (one === null) return send(response, { message: 'reached' });
  if (found === undefined) {
    response.statusCode = 404;
    return send(response, { message: `No such container: ${key}` });
  }
  if (one[2] === 'json') return send(response, inspected(found));
  if (one[2] === 'stats') return send(response, { name: `/${found.name}`, cpu_stats: { cpu_usage: { total_usage: 7 } } });
  if (one[2] === 'logs') {
    response.setHeader('content-type', 'application/vnd.docker.multiplexed-stream');
    const frame = Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, 6]), Buffer.from('hello\n')]);
    response.write(frame.subarray(0, 10));
    return void setImmediate(() => response.end(frame.subarray(10)));
  }
  found.started_at = new Date().toISOString();
  standIn.onRestart(response);
}

function send(response: ServerResponse, value: unknown): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(value));
}

function listed(item: StandInContainer): unknown {
  return {
    Id: item.id,
    Names: [`/${item.name}`, `/other/${CANARY}`],
    Image: `demo/${item.name}`,
    ImageID: 'sha256:1',
    Command: `serve --password ${CANARY}`,
    Created: 1,
    State: item.state,
    Status: 'Up 1 minute',
    Labels: { 'com.docker.compose.project': 'demo', 'com.docker.compose.service': item.name, 'basic-auth': CANARY },
    Mounts: [{ Source: `/srv/${CANARY}` }],
    Env: [`A=${CANARY}`],
  };
}

function inspected(item: StandInContainer): unknown {
  return {
    Id: item.id,
    Name: `/${item.name}`,
    Created: '2026-11-20T09:00:00Z',
    Path: 'serve',
    Args: ['--password', CANARY],
    RestartCount: 2,
    State: {
      Status: item.state,
      Running: item.state === 'running',
      ExitCode: 0,
      OOMKilled: false,
      StartedAt: item.started_at,
      Error: CANARY,
      Health: { Status: 'healthy', FailingStreak: 0, Log: [{ Output: CANARY }] },
    },
    Config: {
      Env: [`DB_PASSWORD=${CANARY}`],
      Cmd: ['serve', CANARY],
      Entrypoint: [CANARY],
      Healthcheck: { Test: ['CMD', CANARY] },
      Tty: false,
      Image: `demo/${item.name}`,
      Labels: { 'com.docker.compose.service': item.name, 'basic-auth': CANARY },
    },
    HostConfig: {
      Memory: 104_857_600,
      Binds: [`/srv/${CANARY}:/data`],
      LogConfig: { Type: 'json-file', Config: { token: CANARY } },
      RestartPolicy: { Name: 'unless-stopped', MaximumRetryCount: 0 },
    },
    Mounts: [{ Source: `/srv/${CANARY}` }],
  };
}

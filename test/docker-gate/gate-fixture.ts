import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDockerGate } from '../../docker-gate/main.ts';
import type { DockerGate, DockerGateOptions } from '../../docker-gate/main.ts';
import { startEngineStandIn } from './engine-stand-in.ts';
import type { EngineStandIn } from './engine-stand-in.ts';

export const TOKEN = 'token-for-tests-0123456789';

export interface GateFixture {
  readonly engine: EngineStandIn;
  readonly state: string;
  readonly logged: string[];
  gate: DockerGate;
  readonly port: () => number;
  /** Closes the gate and starts another one on the same state. */
  restartGate(): Promise<void>;
  audit(): Record<string, unknown>[];
  auditText(): string;
  close(): Promise<void>;
}

export async function startFixture(options: Partial<DockerGateOptions> = {}): Promise<GateFixture> {
  const engine = await startEngineStandIn();
  const state = options.stateDir ?? mkdtempSync(join(tmpdir(), 'gate-state-'));
  mkdirSync(join(state, 'locks'), { recursive: true });
  const logged: string[] = [];
  const start = (): Promise<DockerGate> =>
    startDockerGate({
      engine: engine.address,
      listen: { host: '127.0.0.1', port: 0 },
      allow: ['cart', 'checkout', 'ad'],
      token: TOKEN,
      stateDir: state,
      log: (line) => logged.push(line),
      ...options,
    });
  const auditText = (): string => {
    const folder = join(state, 'docker-gate');
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.startsWith('audit')).sort().reverse() : [];
    return files.map((file) => readFileSync(join(folder, file), 'utf8')).join('');
  };
  const fixture: GateFixture = {
    engine,
    state,
    logged,
    gate: await start(),
    port: () => Number(new URL(fixture.gate.url).port),
    restartGate: async () => {
      await fixture.gate.close();
      fixture.gate = await start();
    },
    auditText,
    audit: () =>
      auditText()
        .split('\n')
        .filter((line) => line !== '')
        .map((line): Record<string, unknown> => JSON.parse(line)),
    close: async () => {
      await fixture.gate.close();
      await engine.close();
      rmSync(state, { recursive: true, force: true });
    },
  };
  return fixture;
}

/** Sends bytes as they are and collects what comes back until the gate ends the connection; after `patience_ms` of silence it says that there is no more to come. */
export function sendRaw(port: number, bytes: string | Buffer, patience_ms = 5_000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    const patience = setTimeout(() => socket.end(), patience_ms);
    socket.on('data', (chunk) => {
      chunks.push(chunk);
    });
    // A gate that closes while bytes still come makes the kernel send a reset.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(patience);
      resolve(Buffer.concat(chunks).toString('latin1'));
    });
    socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  });
}

export interface RawRequest {
  readonly line?: string;
  /** Header lines besides Host and Authorization. */
  readonly headers?: readonly string[];
  readonly host?: string | null;
  readonly authorization?: string | null;
  readonly body?: string;
}

export function raw(request: RawRequest): string {
  const host = request.host === undefined ? 'localhost' : request.host;
  const authorization = request.authorization === undefined ? `Bearer ${TOKEN}` : request.authorization;
  return [
    request.line ?? 'GET /version HTTP/1.1',
    ...(host === null ? [] : [`Host: ${host}`]),
    ...(authorization === null ? [] : [`Authorization: ${authorization}`]),
    ...(request.headers ?? []),
    '',
    request.body ?? '',
  ].join('\r\n');
}

/** A restart by fetch, which sends the same bytes as any careful client. */
export async function restart(
  at: { readonly gate: { readonly url: string } },
  fence: number | string | null,
  name = 'cart',
): Promise<{ readonly status: number; readonly error_code: unknown; readonly reason: unknown }> {
  const response = await fetch(`${at.gate.url}/containers/${name}/restart?t=1`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, ...(fence === null ? {} : { 'x-atlas-fence': String(fence) }) },
  });
  const text = await response.text();
  const body: { error_code?: unknown; details?: { reason?: unknown } } = text === '' ? {} : JSON.parse(text);
  return { status: response.status, error_code: body.error_code, reason: body.details?.reason };
}

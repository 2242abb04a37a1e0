import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import type { LookAlike } from '../look-alike.ts';
import { watchFlagFile } from '../shop/flag-file.ts';
import { readBody } from '../docker/read-body.ts';
import { closeServer, listenOnLoopback } from '../telemetry/loopback-server.ts';
import { isObject, type Flags } from './flag-document.ts';
import { createFlagStorage, type FlagdMode } from './flag-storage.ts';
import { answerOfrep } from './ofrep.ts';

export interface FlagdOptions {
  readonly file: string;
  /** flagd-ui's port on 127.0.0.1; 0 or absent: any. */
  readonly ui_port?: number;
  readonly ofrep_port?: number;
}

/** `url` is flagd-ui's base (`/api/read`, `/api/write`), `ofrep_url` that of flagd itself. */
export type Flagd = LookAlike & { readonly ofrep_url: string };

const Faults = z.strictObject({
  mode: z.enum(['3.0.0', '2.2.0']),
  /** From the answer to a write until the file changes. */
  apply_delay_ms: z.number().min(0),
  /** Every request is answered with 503. */
  down: z.boolean(),
});

const RELOAD_MS = 50;

/** Starts flagd-ui and flagd over one flag file. */
export async function startFlagd(options: FlagdOptions): Promise<Flagd> {
  const faults: { mode: FlagdMode; apply_delay_ms: number; down: boolean } = { mode: '3.0.0', apply_delay_ms: 50, down: false };
  const writes: { readonly at_ms: number; readonly changed: Readonly<Record<string, string>> }[] = [];
  let storage = createFlagStorage(options.file, () => faults.mode);
  const flags = await watchFlagFile(options.file, RELOAD_MS);
  const pending = new Set<NodeJS.Timeout>();

  function applyLater(document: unknown): void {
    const timer = setTimeout(() => {
      pending.delete(timer);
      storage.write(document);
    }, faults.apply_delay_ms);
    pending.add(timer);
  }

  async function ui(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://flagd').pathname.replace(/^\/feature(?=\/|$)/, '');
    if (request.method === 'GET' && (path === '/api/read' || path === '/api/read-file')) return json(response, 200, storage.read());
    if (request.method === 'POST' && (path === '/api/write' || path === '/api/write-to-file')) {
      const body = parse(await readBody(request));
      if (body === undefined && faults.mode === '2.2.0') storage = createFlagStorage(options.file, () => faults.mode);
      if (!isObject(body) || !('data' in body)) return json(response, 400, { errors: { detail: 'Bad Request' } });
      writes.push({ at_ms: Date.now(), changed: changedDefaults(storage.read(), body['data']) });
      json(response, 200, {});
      applyLater(body['data']);
      return;
    }
    json(response, 404, { errors: { detail: 'Not Found' } });
  }

  async function ofrep(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://flagd').pathname;
    if (request.method === 'GET' && (path === '/healthz' || path === '/readyz')) return json(response, 200, {});
    const answer = answerOfrep(flags.all(), request.method ?? '', path, await readBody(request));
    if (answer === null) json(response, 404, { message: 'not found' });
    else json(response, answer.status, answer.body);
  }

  const guarded = (serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Server => createServer((request, response) => {
    if (faults.down) json(response, 503, { message: 'unavailable' });
    else serve(request, response).catch(() => { json(response, 500, { errors: { detail: 'Internal Server Error' } }); });
  });
  const servers = [guarded(ui), guarded(ofrep)] as const;
  const url = await listenOnLoopback(servers[0], options.ui_port ?? 0);
  const ofrep_url = await listenOnLoopback(servers[1], options.ofrep_port ?? 0);
  return {
    name: 'flagd',
    url,
    ofrep_url,
    snapshot: () => ({ file: options.file, document: storage.read(), active: activeVariants(flags.all()), writes, faults }),
    setFaults(patch) { Object.assign(faults, Faults.partial().parse(patch)); },
    async close() {
      for (const timer of pending) clearTimeout(timer);
      flags.close();
      await Promise.all(servers.map(closeServer));
    },
  };
}

/** Flags whose default variant differs between the two documents, with the new one. */
function changedDefaults(before: object, after: unknown): Readonly<Record<string, string>> {
  const defaults = (document: unknown): readonly (readonly [string, string])[] => {
    const flags = isObject(document) ? document['flags'] : undefined;
    return isObject(flags) ? Object.entries(flags).map(([name, flag]) => [name, JSON.stringify(isObject(flag) ? [flag['defaultVariant'], flag['targeting']] : null)] as const) : [];
  };
  const old = new Map(defaults(before));
  return Object.fromEntries(defaults(after).filter(([name, variant]) => old.get(name) !== variant));
}

function activeVariants(flags: Flags): Readonly<Record<string, string | null>> {
  return Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, flag.defaultVariant]));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readBody } from './docker/read-body.ts';
import { isObject } from './flagd/flag-document.ts';
import type { LookAlike } from './look-alike.ts';
import { closeServer, listenOnLoopback } from './telemetry/loopback-server.ts';

export interface ControlOptions {
  readonly parts: readonly LookAlike[];
  /** Names and addresses shown on the page. */
  readonly links: Readonly<Record<string, string>>;
  readonly port?: number;
}

/** Starts the world's own door: `GET /` a page, `GET /state/NAME` a part's snapshot, `POST /faults/NAME` (JSON) its faults. */
export async function startControl(options: ControlOptions): Promise<LookAlike> {
  const server: Server = createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => { json(response, 400, { message: error instanceof Error ? error.message : String(error) }); });
  });
  const url = await listenOnLoopback(server, options.port ?? 0);
  return { name: 'control', url, snapshot: () => ({ parts: options.parts.map((part) => part.name) }), setFaults: () => undefined, close: () => closeServer(server) };
}

async function answer(options: ControlOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://control').pathname;
  if (request.method === 'GET' && path === '/') {
    const body = page(options);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': Buffer.byteLength(body) });
    response.end(body);
    return;
  }
  const [, verb, name] = path.split('/');
  const part = options.parts.find((candidate) => candidate.name === name);
  if (part === undefined) return json(response, 404, { message: `no part is called ${name ?? ''}`, parts: options.parts.map((known) => known.name) });
  if (request.method === 'GET' && verb === 'state') return json(response, 200, part.snapshot());
  if (request.method !== 'POST' || verb !== 'faults') return json(response, 404, { message: 'GET /state/NAME or POST /faults/NAME' });
  // A web page of somebody else can send forms to loopback, but no JSON without asking first.
  if (request.headers['content-type']?.startsWith('application/json') !== true) return json(response, 415, { message: 'expected application/json' });
  const patch: unknown = JSON.parse(await readBody(request));
  if (!isObject(patch)) return json(response, 400, { message: 'expected an object of faults' });
  part.setFaults(patch);
  json(response, 200, {});
}

function page({ parts, links }: ControlOptions): string {
  const rows = Object.entries(links).map(([name, url]) => `<tr><th>${escape(name)}</th><td>${url.startsWith('http') ? `<a href="${escape(url)}">${escape(url)}</a>` : escape(url)}</td></tr>`);
  const states = parts.map((part) => `<li><a href="/state/${escape(part.name)}">${escape(part.name)}</a></li>`);
  return `<!doctype html><meta charset="utf-8"><title>Sandbox</title><style>body{font:16px system-ui;margin:2em}th{text-align:left;padding-right:2em}</style>
<h1>Sandbox</h1><table>${rows.join('')}</table><h2>States</h2><ul>${states.join('')}</ul>
<p>Faults: <code>POST /faults/NAME</code> with a JSON object. Flags: <code>POST …/api/write</code> of flagd-ui.</p>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Container } from './container.ts';
import { inspectView, listView } from './container-view.ts';
import type { Engine } from './engine.ts';
import { misbehave, type EngineFaults } from './engine-faults.ts';
import { recordRequest, type EngineWitness, type RequestRecord } from './engine-witness.ts';
import { parseFilters, passesFilters } from './filters.ts';
import { answerEvents, answerLogs, answerStats } from './streams.ts';
import { parseUpdate } from './update-request.ts';
import { readBody } from './read-body.ts';

export interface EngineApiOptions {
  readonly engine: Engine;
  readonly witness: EngineWitness;
  readonly faults: EngineFaults;
  readonly now: () => number;
}

export const API_VERSION = '1.51';
const DEFAULT_GRACE_S = 10;
const MAX_GRACE_S = 600;

/** The Docker Engine API over the containers, for any number of listeners: what Atlas and a curious person need; all else is refused and remembered. */
export function createEngineApi(options: EngineApiOptions): Server {
  const { witness, faults, now } = options;
  return createServer((request, response) => {
    const record: RequestRecord = { at_ms: now(), method: request.method ?? '', url: request.url ?? '', status: null };
    recordRequest(witness, record);
    response.once('finish', () => { record.status = response.statusCode; });
    response.setHeader('Api-Version', API_VERSION);
    response.setHeader('Server', 'Docker/28.3.3 (linux)');
    response.setHeader('Ostype', 'linux');
    const serve = (): void => {
      if (misbehave(faults, response)) return;
      readBody(request)
        .then((body) => answer(options, record, body, response))
        .catch((error: unknown) => { message(response, 500, error instanceof Error ? error.message : String(error)); });
    };
    if (faults.delay_ms > 0) setTimeout(serve, faults.delay_ms);
    else serve();
  });
}

async function answer(options: EngineApiOptions, record: RequestRecord, body: string, response: ServerResponse): Promise<void> {
  const { engine, now, faults } = options;
  const [rawPath = '', rawQuery = ''] = record.url.split('?', 2);
  const path = rawPath.replace(/^\/v\d+\.\d+(?=\/)/, '');
  const query = new URLSearchParams(rawQuery);
  if (path === '/_ping' && (record.method === 'GET' || record.method === 'HEAD')) {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(record.method === 'HEAD' ? undefined : 'OK');
    return;
  }
  switch (`${record.method} ${path}`) {
    case 'GET /version': return json(response, { Version: '28.3.3', ApiVersion: API_VERSION, MinAPIVersion: '1.24', Os: 'linux', Arch: 'amd64', Platform: { Name: 'Docker Engine - Community' } });
    case 'GET /info': return json(response, { ID: 'sandbox', Name: 'sandbox', Containers: engine.containers.length, ServerVersion: '28.3.3' });
    case 'GET /events': return answerEvents(engine, query, response);
    case 'GET /containers/json': {
      const filters = parseFilters(query.get('filters'));
      if (filters === null) return message(response, 400, 'invalid filter');
      const all = ['1', 'true', 'True'].includes(query.get('all') ?? '') || filters.has('status');
      const shown = engine.containers.filter((container) => (all || isUp(container)) && passesFilters(container, filters));
      return json(response, shown.map((container) => listView(container, now())));
    }
  }
  const match = /^\/containers\/([A-Za-z0-9][A-Za-z0-9_.-]*)\/(json|logs|stats|restart|start|stop|update)$/.exec(path);
  const [, reference = '', verb = ''] = match ?? [];
  const action = `${record.method} ${verb}`;
  if (!['GET json', 'GET logs', 'GET stats', 'POST restart', 'POST start', 'POST stop', 'POST update'].includes(action)) {
    options.witness.refused.push(record);
    return message(response, 403, `refused: ${record.method} ${rawPath} is not offered here`);
  }
  const container = engine.find(reference);
  if (container === null) return message(response, 404, `No such container: ${reference}`);
  switch (action) {
    case 'GET json': return json(response, inspectView(container));
    case 'GET logs': return answerLogs(container, query, faults.tty, response);
    case 'GET stats': return answerStats(engine, container, query, response);
    case 'POST restart': return restart(options, container, graceOf(query), response);
    case 'POST start': return empty(response, await container.start() ? 204 : 304);
    case 'POST stop': return empty(response, await container.stop(graceOf(query)) ? 204 : 304);
    default: {
      const update = parseUpdate(body, container.state());
      if (!update.ok) return message(response, update.status, update.reason);
      container.setMemory(update.memory_bytes, update.swap_bytes);
      return json(response, { Warnings: [] });
    }
  }
}

async function restart({ witness, now }: EngineApiOptions, container: Container, grace_s: number, response: ServerResponse): Promise<void> {
  const before = container.state();
  const record = {
    at_ms: now(), id: container.id, name: container.spec.name, grace_s,
    started_at_before_ms: before.started_at_ms, started_at_after_ms: null as number | null, pid_before: before.pid, pid_after: null as number | null,
  };
  // Recorded before it is done: a client that goes away in the middle has restarted it all the same.
  witness.restarts.push(record);
  await container.restart(grace_s);
  record.started_at_after_ms = container.state().started_at_ms;
  record.pid_after = container.state().pid;
  empty(response, 204);
}

function graceOf(query: URLSearchParams): number {
  const grace_s = Number(query.get('t') ?? DEFAULT_GRACE_S);
  return Number.isFinite(grace_s) && grace_s >= 0 ? Math.min(MAX_GRACE_S, grace_s) : DEFAULT_GRACE_S;
}

function isUp(container: Container): boolean {
  const { status } = container.state();
  return status === 'running' || status === 'restarting';
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function message(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ message: text }));
}

function empty(response: ServerResponse, status: 204 | 304): void {
  response.writeHead(status);
  response.end();
}

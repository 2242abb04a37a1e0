import { request, type Agent } from 'node:http';
import { between, type Random } from '../random.ts';
import type { RequestResult } from './load-stats.ts';
import { homePage, pickTask, type UserRequest } from './shop-tasks.ts';

export interface UserOptions {
  readonly name: string;
  /** e.g. `http://127.0.0.1:8080`. */
  readonly host: string;
  readonly agent: Agent;
  readonly random: Random;
  readonly report: (result: RequestResult) => void;
  /** How the flags tell users to behave now. */
  readonly mood: () => { readonly paused: boolean; readonly flood: number };
}

const THINK_LOW_MS = 100;
const THINK_HIGH_MS = 400;
const PATIENCE_MS = 10_000;
const FLOOD_RATIO = 0.05;

/** One user: a task, a pause, the next task, until told to stop. Resolves when the running task is over. */
export async function runUser(options: UserOptions, stopped: AbortSignal): Promise<void> {
  const { random } = options;
  await pause(between(random, 0, THINK_HIGH_MS), stopped);
  while (!stopped.aborted) {
    const mood = options.mood();
    if (!mood.paused) {
      const flood = mood.flood > 0 && random() < FLOOD_RATIO;
      const requests = flood ? Array.from({ length: mood.flood }, homePage) : pickTask(random, options.name);
      for (const wanted of requests) {
        options.report(await send(options, wanted));
        if (isStopped(stopped)) return;
      }
    }
    await pause(between(random, THINK_LOW_MS, THINK_HIGH_MS), stopped);
  }
}

function pause(ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stopped.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    stopped.addEventListener('abort', done, { once: true });
  });
}

function send({ host, agent }: UserOptions, wanted: UserRequest): Promise<RequestResult> {
  const begin_ms = performance.now();
  const body = wanted.body === undefined ? null : JSON.stringify(wanted.body);
  return new Promise((resolve) => {
    let over = false;
    const finish = (error: string | null, length_bytes: number): void => {
      if (over) return;
      over = true;
      resolve({ method: wanted.method, name: wanted.name, time_ms: performance.now() - begin_ms, length_bytes, error });
    };
    const outgoing = request(`${host}${wanted.path}`, {
      method: wanted.method, agent, timeout: PATIENCE_MS,
      headers: body === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    });
    outgoing.on('timeout', () => { outgoing.destroy(new Error('ReadTimeout')); });
    outgoing.on('error', (error) => { finish(error.message, 0); });
    outgoing.on('response', (response) => {
      const status = response.statusCode ?? 0;
      let length_bytes = 0;
      response.on('data', (chunk: Buffer) => { length_bytes += chunk.length; });
      response.on('error', (error) => { finish(error.message, length_bytes); });
      response.on('close', () => { finish(status >= 400 ? `HTTPError('${status} ${status >= 500 ? 'Server' : 'Client'} Error for url: ${wanted.name}')` : null, length_bytes); });
    });
    outgoing.end(body ?? undefined);
  });
}

function isStopped(signal: AbortSignal): boolean {
  return signal.aborted;
}

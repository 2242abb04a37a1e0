import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Runner } from './runner.ts';
import { parseRunTime } from './run-time.ts';
import { failRatio, statsView, type StatsFields } from './stats-view.ts';

export interface LocustApiOptions {
  readonly runner: Runner;
  readonly host: string;
  readonly fields: StatsFields;
  readonly now: () => number;
}

const STATS_CACHE_MS = 2_000;
const BODY_LIMIT_BYTES = 64 * 1024;

/** The web API of one Locust, at `/` and behind `/loadgen/` as the demo's proxy has it; not yet listening. */
export function createLocustApi(options: LocustApiOptions): Server {
  const { runner, now } = options;
  let cached: { readonly at_ms: number; readonly text: string } | null = null;

  function statsText(): string {
    if (cached === null || now() - cached.at_ms >= STATS_CACHE_MS) {
      cached = { at_ms: now(), text: JSON.stringify(statsView(runner.stats, runner.state(), runner.users(), options.fields, now())) };
    }
    return cached.text;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://locust').pathname.replace(/^\/loadgen(?=\/|$)/, '') || '/';
    switch (`${request.method} ${path}`) {
      case 'GET /health': return json(response, { status: 'SERVING' });
      case 'GET /': return text(response, 200, 'text/html', `<!doctype html><title>Locust</title><h1>Locust</h1><p>${runner.state()}, ${runner.users()} users, failures ${(failRatio(runner.stats.total()) * 100).toFixed(1)} %</p>`);
      case 'POST /swarm': return swarm(options, await readForm(request), response);
      case 'GET /stop':
        runner.stop();
        return json(response, { success: true, message: 'Test stopped' });
      case 'GET /stats/requests': return text(response, 200, 'application/json', statsText());
      case 'GET /stats/reset':
        runner.stats.reset(now());
        return text(response, 200, 'text/html; charset=utf-8', 'ok');
      case 'GET /exceptions': return json(response, { exceptions: [] });
      case 'GET /logs': return json(response, { master: [], workers: {} });
      case 'GET /worker-count': return json(response, { worker_count: 0 });
      default: return text(response, 404, 'text/html', '<!doctype html><title>404 Not Found</title><h1>Not Found</h1>');
    }
  }

  return createServer((request, response) => {
    answer(request, response).catch(() => { text(response, 500, 'text/html', '<!doctype html><title>500 Internal Server Error</title><h1>Internal Server Error</h1>'); });
  });
}

/** Every refusal is a 200 with `success:false`; a number that is none is Locust's unhandled exception, a 500. */
function swarm({ runner, host }: LocustApiOptions, form: URLSearchParams, response: ServerResponse): void {
  const [userText, rateText, runTime] = [form.get('user_count'), form.get('spawn_rate'), form.get('run_time')];
  if (userText === null || rateText === null) return json(response, { success: false, message: 'Missing user_count or spawn_rate from /swarm request', host });
  const users = Number(userText);
  const rate = Number(rateText);
  if (userText.trim() === '' || rateText.trim() === '' || !Number.isInteger(users) || !Number.isFinite(rate)) throw new Error('ValueError: invalid literal');
  const run_time_s = runTime === null || runTime === '' ? null : parseRunTime(runTime);
  if (runTime !== null && runTime !== '' && run_time_s === null) {
    return json(response, { success: false, message: 'Valid run_time formats are : 20, 20s, 3m, 2h, 1h20m, 3h30m10s, etc.', host });
  }
  runner.swarm(Math.max(0, users), rate);
  // Nothing ever cancels this timer: an old run time stops a newer test, as in Locust.
  if (run_time_s !== null) setTimeout(() => { runner.stop(); }, run_time_s * 1_000);
  json(response, { success: true, message: 'Swarming started', host, ...(run_time_s === null ? {} : { run_time: run_time_s }) });
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  request.setEncoding('utf8');
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > BODY_LIMIT_BYTES) throw new Error('body too large');
  }
  return new URLSearchParams(body);
}

function json(response: ServerResponse, body: object): void {
  text(response, 200, 'application/json', JSON.stringify(body));
}

function text(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

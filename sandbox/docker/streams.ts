import type { ServerResponse } from 'node:http';
import type { Container } from './container.ts';
import { isoTime } from './container-view.ts';
import type { ContainerEvent, Engine } from './engine.ts';
import { parseFilters } from './filters.ts';
import type { LogEntry } from './log-ring.ts';
import { encodeFrame, FRAME_HEADER_BYTES } from './multiplex.ts';
import { statsView } from './stats-view.ts';

const STATS_EVERY_MS = 1_000;

/** `GET …/logs`: multiplexed frames, or one raw stream for a terminal. */
export function answerLogs(container: Container, query: URLSearchParams, tty: boolean, response: ServerResponse): void {
  const wants = (name: string): boolean => isTrue(query.get(name));
  if (!wants('stdout') && !wants('stderr')) {
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ message: 'Bad parameters: you must choose at least one stream' }));
    return;
  }
  const since_ms = epochMs(query.get('since')) ?? 0;
  const until_ms = epochMs(query.get('until')) ?? Infinity;
  const fits = (entry: LogEntry): boolean => wants(entry.stream) && entry.at_ms >= since_ms && entry.at_ms <= until_ms;
  const tail = Number(query.get('tail') ?? 'all');
  const found = container.logs.entries().filter(fits);
  const text = (entry: LogEntry): string => (wants('timestamps') ? `${isoTime(entry.at_ms)} ${entry.line}` : entry.line);
  const write = (entry: LogEntry): void => {
    if (tty) {
      response.write(text(entry));
      return;
    }
    // A frame may arrive in pieces: its header travels apart from its payload, so that no reader comes to rely on the opposite.
    const frame = encodeFrame(entry.stream, text(entry));
    response.write(frame.subarray(0, FRAME_HEADER_BYTES));
    response.write(frame.subarray(FRAME_HEADER_BYTES));
  };
  response.writeHead(200, { 'content-type': tty ? 'application/vnd.docker.raw-stream' : 'application/vnd.docker.multiplexed-stream' });
  for (const entry of Number.isInteger(tail) && tail >= 0 ? found.slice(found.length - Math.min(tail, found.length)) : found) write(entry);
  if (!wants('follow')) {
    response.end();
    return;
  }
  response.flushHeaders();
  const leave = container.logs.follow((entry) => { if (fits(entry)) write(entry); });
  response.once('close', leave);
}

/** `GET …/stats`: a stream of looks one second apart, or one (`stream=false`), or one without its predecessor (`one-shot`). */
export async function answerStats(engine: Engine, container: Container, query: URLSearchParams, response: ServerResponse): Promise<void> {
  const stream = query.get('stream') === null || isTrue(query.get('stream'));
  response.writeHead(200, { 'content-type': 'application/json' });
  let before = await engine.usage(container);
  if (!stream && isTrue(query.get('one-shot'))) {
    response.end(JSON.stringify(statsView(container, before, null)));
    return;
  }
  do {
    await new Promise((resolve) => setTimeout(resolve, STATS_EVERY_MS));
    const sample = await engine.usage(container);
    response.write(`${JSON.stringify(statsView(container, sample, before))}\n`);
    before = sample;
  } while (stream && !response.destroyed);
  response.end();
}

/** `GET /events`: JSON lines; those since a time first, then what happens, until `until` or the client's end. */
export function answerEvents(engine: Engine, query: URLSearchParams, response: ServerResponse): void {
  const filters = parseFilters(query.get('filters')) ?? new Map<string, readonly string[]>();
  const fits = (event: ContainerEvent): boolean => {
    const wanted = filters.get('event') ?? [];
    const named = filters.get('container') ?? [];
    return (wanted.length === 0 || wanted.some((name) => event.action === name || event.action.startsWith(`${name}:`)))
      && (named.length === 0 || named.some((name) => name === event.container || name === event.id));
  };
  const write = (event: ContainerEvent): void => { if (fits(event)) response.write(`${JSON.stringify(eventView(event))}\n`); };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  const since_ms = epochMs(query.get('since'));
  const until_ms = epochMs(query.get('until'));
  if (since_ms !== null) for (const event of engine.events()) if (event.at_ms >= since_ms && event.at_ms <= (until_ms ?? Infinity)) write(event);
  const leave = engine.onEvent(write);
  const timer = until_ms === null ? null : setTimeout(() => { response.end(); }, Math.max(0, until_ms - Date.now()));
  response.once('close', () => {
    leave();
    if (timer !== null) clearTimeout(timer);
  });
}

function eventView(event: ContainerEvent): object {
  return {
    Type: 'container',
    Action: event.action,
    Actor: { ID: event.id, Attributes: { name: event.container, 'com.docker.compose.service': event.container, ...(event.action === 'die' ? { exitCode: String(event.exit_code) } : {}) } },
    scope: 'local',
    time: Math.floor(event.at_ms / 1_000),
    timeNano: event.at_ms * 1e6,
    status: event.action,
    id: event.id,
  };
}

function isTrue(value: string | null): boolean {
  return value === '1' || value === 'true' || value === 'True';
}

/** Docker's time parameters: epoch seconds with or without a fraction, or RFC 3339. */
function epochMs(value: string | null): number | null {
  if (value === null || value === '' || value === '0') return null;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1_000;
  const parsed = Date.parse(value);
  return Number.isNaN(parsed) ? null : parsed;
}

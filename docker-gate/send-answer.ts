import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';

/** Logs come without a length; this many are passed, then the connection is cut so that the caller sees that something is missing. */
const MOST_STREAMED_BYTES = 32_000_000;

/** Writes one answer and ends the connection: one request a connection leaves nothing for a second one to hide behind. */
export async function sendAnswer(response: ServerResponse, answer: Answer): Promise<void> {
  response.on('error', () => {
    // The caller went away; there is nobody left to tell.
  });
  if (answer.kind === 'stream') return stream(response, answer);
  const status = answer.kind === 'refused' ? 403 : answer.status;
  const body = Buffer.from(answer.kind === 'refused' ? JSON.stringify(answer.body) : answer.body, 'utf8');
  const headers = answer.kind === 'refused' ? { 'content-type': 'application/json' } : answer.headers;
  const length = status === 204 ? {} : { 'content-length': String(body.length) };
  response.writeHead(status, { 'cache-control': 'no-store', ...headers, ...length, connection: 'close' });
  response.end(status === 204 ? undefined : body);
}

async function stream(response: ServerResponse, answer: Extract<Answer, { kind: 'stream' }>): Promise<void> {
  const { source } = answer;
  response.on('close', () => source.destroy());
  response.writeHead(answer.status, { 'content-type': answer.content_type, 'cache-control': 'no-store', connection: 'close' });
  let passed_bytes = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      passed_bytes += chunk.length;
      if (passed_bytes > MOST_STREAMED_BYTES) throw new Error('too much');
      if (!response.write(chunk)) await drained(response);
    }
    response.end();
  } catch {
    response.destroy();
  }
}

/** Settles when there is room again, or when the caller has gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
    if (response.destroyed) done();
  });
}

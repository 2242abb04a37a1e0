import type { IncomingMessage, ServerResponse } from 'node:http';

const LONGEST_BODY_BYTES = 1_048_576;

/** The whole body as text, or null when it is longer than a megabyte. */
export async function readBody(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += part.length;
    if (bytes <= LONGEST_BODY_BYTES) chunks.push(part);
  }
  return bytes > LONGEST_BODY_BYTES ? null : Buffer.concat(chunks).toString('utf8');
}

/** Answers with JSON, or with nothing at all: an empty answer that claims to be JSON makes the client library throw. */
export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>>): void {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': String(text.length), ...headers }).end(text);
}

/** Answers with a page that may load nothing and run nothing: what it shows was written by strangers. */
export function sendPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'cache-control': 'no-store',
  }).end(html);
}

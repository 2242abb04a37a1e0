import type { IncomingMessage } from 'node:http';

/** dockerode says the stop time again in a body; anything longer than that sentence is something else. */
const LONGEST_BODY_BYTES = 16;

/** Collects a small body; null when it is longer than any that is accepted, or breaks off. The connection is left alive for the answer. */
export function readSmallBody(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LONGEST_BODY_BYTES) chunks.push(chunk);
      else resolve(null);
    });
    request.once('end', () => {
      resolve(Buffer.concat(chunks).toString('latin1'));
    });
    request.once('error', () => {
      resolve(null);
    });
    request.once('close', () => {
      resolve(null);
    });
  });
}

/**
 * The seconds in a restart body: `''` → null, `{"t":10}` → 10; undefined when it is anything else, among it a `t` unlike the query's.
 * Matched as text: a JSON parser would take `{"t":1,"t":2}` and escapes.
 */
export function parseRestartBody(body: string, query_t_s: number | null): number | null | undefined {
  if (body === '') return query_t_s;
  const t = /^\{"t":(0|[1-9][0-9]{0,2})\}$/.exec(body)?.[1];
  if (t === undefined || (query_t_s !== null && query_t_s !== Number(t)) || Number(t) > 300) return undefined;
  return Number(t);
}

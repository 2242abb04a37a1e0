import type { ServerResponse } from 'node:http';
import { z } from 'zod';

/** How the engine's own API misbehaves; counts go down with each request that they touched. */
export const EngineFaults = z.strictObject({
  /** Each answer comes this much later. */
  delay_ms: z.number().min(0),
  /** So many requests are never answered. */
  hang_next: z.int().min(0),
  /** So many connections are reset instead of answered. */
  reset_next: z.int().min(0),
  /** So many requests are answered with `fail_status`. */
  fail_next: z.int().min(0),
  fail_status: z.union([z.literal(304), z.literal(409), z.literal(500)]),
  /** Answers like a refusing proxy before the engine: HTML (tecnativa) or plain text (wollomatic). */
  proxy_refusal: z.enum(['none', 'tecnativa', 'wollomatic']),
  /** Logs come as one raw stream, as those of a container with a terminal. */
  tty: z.boolean(),
});
export type EngineFaults = z.infer<typeof EngineFaults>;

export function noEngineFaults(): EngineFaults {
  return { delay_ms: 0, hang_next: 0, reset_next: 0, fail_next: 0, fail_status: 500, proxy_refusal: 'none', tty: false };
}

const TECNATIVA_PAGE = '<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>\n';

/** Answers in the engine's place when a fault says so; false when the request is to be served. */
export function misbehave(faults: EngineFaults, response: ServerResponse): boolean {
  if (faults.hang_next > 0) {
    faults.hang_next -= 1;
    return true;
  }
  if (faults.reset_next > 0) {
    faults.reset_next -= 1;
    response.socket?.resetAndDestroy();
    response.socket?.destroy();
    return true;
  }
  if (faults.fail_next > 0) {
    faults.fail_next -= 1;
    response.writeHead(faults.fail_status, { 'content-type': 'application/json' });
    response.end(faults.fail_status === 304 ? undefined : JSON.stringify({ message: 'injected failure' }));
    return true;
  }
  if (faults.proxy_refusal === 'none') return false;
  const html = faults.proxy_refusal === 'tecnativa';
  response.writeHead(403, { 'content-type': html ? 'text/html' : 'text/plain; charset=utf-8' });
  response.end(html ? TECNATIVA_PAGE : 'Forbidden\n');
  return true;
}

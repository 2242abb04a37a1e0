import type { IncomingMessage } from 'node:http';

/** Thrown when a request's body is longer than its reader allows. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/** Reads a whole request body; rejects with BodyTooLarge above `max_bytes`, and when the client goes away. */
export function readBody(request: IncomingMessage, max_bytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let total_bytes = 0;
    request.on('data', (chunk: Buffer) => {
      total_bytes += chunk.length;
      if (total_bytes <= max_bytes) {
        chunks.push(chunk);
        return;
      }
      // The rest is still read, and dropped: a client that is cut off while it writes never sees the refusal.
      chunks.length = 0;
      reject(new BodyTooLarge(`the body is longer than ${max_bytes} bytes`));
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => reject(new Error('the client went away')));
  });
}

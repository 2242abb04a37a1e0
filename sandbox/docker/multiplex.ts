import type { LogEntry } from './log-ring.ts';

export const FRAME_HEADER_BYTES = 8;

/** One frame of Docker's multiplexed stream: stream number, three zero bytes, length (big endian), payload. */
export function encodeFrame(stream: LogEntry['stream'], text: string): Buffer {
  const payload = Buffer.from(text, 'utf8');
  const header = Buffer.alloc(FRAME_HEADER_BYTES);
  header[0] = stream === 'stdout' ? 1 : 2;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

const HEADER_BYTES = 8;

/**
 * The lines of a log as the engine sends it: frames of a stream number, three zero bytes, a length and the payload, or
 * raw text when the container has a terminal. A line may be split over frames; the two streams are put together apart.
 */
export function logLines(reply: Buffer): readonly string[] {
  if (!isMultiplexed(reply)) return splitLines(reply.toString('utf8'));
  const lines: string[] = [];
  const unfinished = new Map<number, Buffer>();
  let at = 0;
  while (at + HEADER_BYTES <= reply.length) {
    const stream = reply.readUInt8(at);
    // The last frame may be cut short: what is there of it is still of use.
    const end = Math.min(reply.length, at + HEADER_BYTES + reply.readUInt32BE(at + 4));
    const text = Buffer.concat([unfinished.get(stream) ?? Buffer.alloc(0), reply.subarray(at + HEADER_BYTES, end)]);
    const last_end = text.lastIndexOf(0x0a);
    if (last_end >= 0) lines.push(...splitLines(text.subarray(0, last_end + 1).toString('utf8')));
    unfinished.set(stream, text.subarray(last_end + 1));
    at = end;
  }
  for (const rest of unfinished.values()) lines.push(...splitLines(rest.toString('utf8')));
  return lines;
}

function isMultiplexed(reply: Buffer): boolean {
  return reply.length >= HEADER_BYTES && reply.readUInt8(0) <= 2 && reply.readUIntBE(1, 3) === 0;
}

function splitLines(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

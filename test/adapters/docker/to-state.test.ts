import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logLines } from '../../../adapters/docker/demultiplex.ts';
import { toContainerStats } from '../../../adapters/docker/to-state.ts';

function frame(stream: 1 | 2, payload: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

describe('logLines', () => {
  it('puts lines together again wherever they were cut, each stream apart', () => {
    const line = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((text) => text.replace(/[\r\n]/g, '·'));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), fc.array(line, { maxLength: 6 }), fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (out, err, sizes) => {
        let reply = Buffer.alloc(0);
        for (const [stream, lines] of [[1, out], [2, err]] as const) {
          const bytes = Buffer.from(lines.map((each) => `${each}\n`).join(''));
          for (let at = 0; at < bytes.length; ) {
            const size = sizes.next().value;
            reply = Buffer.concat([reply, frame(stream, bytes.subarray(at, at + size))]);
            at += size;
          }
        }
        expect(logLines(reply)).toEqual([...out, ...err].map((each) => Buffer.from(each).toString()));
      }),
    );
  });

  it('keeps the streams apart where they alternate, and what is there of a last frame', () => {
    const cut = frame(1, Buffer.from('last line'));
    const reply = Buffer.concat([frame(1, Buffer.from('on')), frame(2, Buffer.from('error\n')), frame(1, Buffer.from('e\n')), cut.subarray(0, cut.length - 5)]);
    expect(logLines(reply)).toEqual(['error', 'one', 'last']);
    expect(logLines(Buffer.from('raw\nlines\n'))).toEqual(['raw', 'lines']);
    expect(logLines(Buffer.alloc(0))).toEqual([]);
  });
});

describe('toContainerStats', () => {
  const cpu = (total: number, system: number) => ({ cpu_usage: { total_usage: total }, system_cpu_usage: system });

  it('gives shares of all CPUs and of the limit, without the page cache', () => {
    const stats = { cpu_stats: cpu(300, 2_000), precpu_stats: cpu(100, 1_000), memory_stats: { usage: 900, limit: 1_000, stats: { inactive_file: 400 } } };
    expect(toContainerStats(stats)).toEqual({ cpu_usage: 0.2, memory_bytes: 500, memory_usage: 0.5 });
  });

  it('does not know what one sample cannot tell', () => {
    expect(toContainerStats({ cpu_stats: cpu(300, 2_000), precpu_stats: { cpu_usage: { total_usage: 0 } }, memory_stats: { usage: 5 } })).toEqual({ cpu_usage: null, memory_bytes: 5, memory_usage: null });
    expect(toContainerStats({ cpu_stats: cpu(1, 5), precpu_stats: cpu(1, 5) })).toEqual({ cpu_usage: null, memory_bytes: 0, memory_usage: null });
  });
});

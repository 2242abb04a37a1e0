import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../core/untrusted-text.ts';

describe('cleanText', () => {
  it.each([
    ['\u001b[1;31mred\u001b[0m', 'red'],
    ['\u009b31mred', 'red'],
    ['\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007', 'click'],
    ['a\r\nb\rc\u2028d', 'a b c d'],
    ['pay\u202etxt.exe\u202c\u200b', 'paytxt.exe'],
    ['card 4111111111111111 ok', 'card [card …1111] ok'],
    ['card 4111-1111-1111-1111 200', 'card [card …1111] 200'],
    ['amex 3782 822463 10005', 'amex [card …0005]'],
    ['trace 4bf92f3577b34da6a3ce929d0e0e4736', 'trace 4bf92f3577b34da6a3ce929d0e0e4736'],
    ['span 4111111111111111 and 00000000000000ab and a411111111111111', 'span [card …1111] and 00000000000000ab and a411111111111111'],
    ['trace 9f4111111111111111b8d3ce929d0e0e', 'trace 9f4111111111111111b8d3ce929d0e0e'],
    ['order 4111111111111112', 'order 4111111111111112'],
    ['\ud800 half', '\ufffd half'],
  ])('%j becomes %j', (given, wanted) => {
    expect(cleanText(given)).toBe(wanted);
  });

  it('keeps the lines of a stack trace where they are wanted', () => {
    expect(cleanText('Error: x\r\n\tat a.ts:1', { lines: 'keep' })).toBe('Error: x\n\tat a.ts:1');
  });

  it('leaves no control, direction or invisible character in any text, and keeps its limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 1, max: 200 }), (text, max_chars) => {
        const clean = cleanText(text, { lines: 'join', max_chars });
        expect(clean.length).toBeLessThanOrEqual(max_chars);
        expect(clean.isWellFormed()).toBe(true);
        expect(clean).not.toMatch(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u);
      }),
      { numRuns: 500 },
    );
  });

  it('takes time in proportion to what it keeps', () => {
    expect(cleanText('\u001b]'.repeat(2_000_000)).length).toBeLessThanOrEqual(4096);
    expect(cleanText('4111 '.repeat(500_000)).length).toBeLessThanOrEqual(4096);
  });
});

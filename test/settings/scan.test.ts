import JSON5 from 'json5';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_DEPTH, scan } from '../../settings/scan.ts';

const ONE_MB = 1024 * 1024;

describe('scan', () => {
  test('finds the line of each key, also after comments and texts of several lines', () => {
    const text = "{ // {\n a: 1, /* b: 2,\n*/ c: 'x\\\ny', 'd': [ { e: 1 },\n { f: \"}{\" } ], g: 0 }";
    expect(Object.fromEntries(scan(text).lines)).toEqual({
      '["a"]': 2, '["c"]': 3, '["d"]': 4, '["d",0,"e"]': 4, '["d",1,"f"]': 5, '["g"]': 5,
    });
  });

  test('reports what the parser would swallow: keys that stand twice, however they are written', () => {
    expect(scan('{ a: 1, "a": 2, b: { \'\\u0061\': 3, \\u0061: 4 } }').problems.map((problem) => problem.path)).toEqual([['a'], ['b', 'a']]);
  });

  test('knows the depth without following it', () => {
    expect(scan('['.repeat(MAX_DEPTH) + ']'.repeat(MAX_DEPTH)).too_deep).toBe(false);
    expect(scan('['.repeat(MAX_DEPTH + 1)).too_deep).toBe(true);
    expect(scan(`"${'['.repeat(100)}"`).too_deep).toBe(false);
  });

  // Each of these takes hours when a text that is never closed is walked from every place in it.
  test.each([
    ['comments that are never closed', `{a: ${'/* '.repeat(ONE_MB / 3)}`],
    ['a text that is never closed', `{a: "${'\\"'.repeat(ONE_MB / 2)}`],
    ['a text that ends in the middle of an escape', `{a: "${'\\"'.repeat(ONE_MB / 2)}\\`],
    ['a single-quoted one', `{a: '${"\\'".repeat(ONE_MB / 2)}`],
    ['one long text', `{a: "${'x'.repeat(ONE_MB)}"}`],
  ])('walks %s once', (_, text) => {
    expect(scan(text).problems).toEqual([]);
  });

  test('agrees with the parser on which keys there are', () => {
    const key = fc.string({ maxLength: 4, unit: 'binary' }).filter((text) => !['__proto__', 'constructor', 'prototype'].includes(text));
    fc.assert(
      fc.property(fc.dictionary(key, fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.array(fc.dictionary(key, fc.string(), { maxKeys: 2 }), { maxLength: 2 })), { maxKeys: 4 }), (value) => {
        for (const text of [JSON.stringify(value), JSON5.stringify(value, null, 2)]) {
          const { lines, problems, too_deep } = scan(text);
          expect({ problems, too_deep }).toEqual({ problems: [], too_deep: false });
          expect([...lines.keys()].filter((path) => !path.includes(',')).length).toBeLessThanOrEqual(Object.keys(value).length);
          for (const name of Object.keys(value)) expect(lines.has(JSON.stringify([name]))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, digestOf, effectKey, sha256 } from '../../core/digest.ts';
import type { JsonValue } from '../../core/event.ts';

/** Any JSON value. Its own type says so more loosely than ours. */
const json: fc.Arbitrary<JsonValue> = fc.json().map((text): JsonValue => JSON.parse(text));

/** The same value with the keys of every object in the opposite order. */
function turned(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => turned(item));
  return Object.fromEntries(Object.entries<JsonValue>(value as Readonly<Record<string, JsonValue>>).toReversed().map(([key, inner]) => [key, turned(inner)]));
}

describe('canonical JSON', () => {
  it('does not depend on the order of keys, and says the same', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(turned(value))).toBe(canonicalJson(value));
        expect(digestOf(turned(value))).toBe(digestOf(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('depends on the order of lists', () => {
    expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]));
    expect(canonicalJson({ b: [1, { d: 1, c: null }], a: 'x' })).toBe('{"a":"x","b":[1,{"c":null,"d":1}]}');
  });
});

describe('keys of effects', () => {
  it('are the same for the same parts and tell parts apart whatever they contain', () => {
    expect(effectKey('a', 'b')).toBe(effectKey('a', 'b'));
    const others = [effectKey('a', 'b'), effectKey('ab'), effectKey('a,b'), effectKey('b', 'a'), effectKey('a', 'b', ''), effectKey('a","b')];
    expect(new Set(others).size).toBe(others.length);
  });

  it('are SHA-256, so that every process and every later version finds them again', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(effectKey('abc')).toBe(sha256('["abc"]'));
  });
});

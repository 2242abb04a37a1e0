import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { merge } from '../../settings/merge.ts';
import { toPlain, type Entry, type PlainValue, type Scalar, type SourceNode } from '../../settings/source-node.ts';

function nodeOf(value: PlainValue, file: string): SourceNode {
  const source = { file, line: 1 };
  if (isList(value)) return { kind: 'array', source, items: value.map((item) => nodeOf(item, file)) };
  if (typeof value !== 'object' || value === null) return { kind: 'scalar', source, value, origin: 'literal' };
  return { kind: 'object', source, entries: new Map(Object.entries(value).map(([key, child]): [string, Entry] => [key, { written: key, node: nodeOf(child, file) }])) };
}

function isList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

/** Names that a careless merge writes through. */
const key = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'a', 'b'), fc.string({ maxLength: 3 }));
const scalar: fc.Arbitrary<Scalar> = fc.oneof(fc.boolean(), fc.integer(), fc.string({ maxLength: 3 }), fc.constant(null));
const { tree } = fc.letrec<{ tree: PlainValue }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, fc.array(tie('tree'), { maxLength: 3 }), fc.array(fc.tuple(key, tie('tree')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries))),
}));

describe('merge', () => {
  test('objects merge, lists and single values replace', () => {
    const base = nodeOf({ a: { b: 1, c: [1, 2], d: { e: 1 } }, f: 'x' }, 'base');
    const over = nodeOf({ a: { c: [3], d: { g: 2 } }, f: { h: 1 } }, 'over');
    expect(toPlain(merge(base, over))).toEqual({ a: { b: 1, c: [3], d: { e: 1, g: 2 } }, f: { h: 1 } });
  });

  test('never pollutes a prototype, whatever the keys are', () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    fc.assert(
      fc.property(tree, tree, (base, over) => {
        const merged = toPlain(merge(nodeOf(base, 'base'), nodeOf(over, 'over')));
        expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
        if (typeof merged === 'object' && merged !== null && !Array.isArray(merged)) expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
      }),
      { numRuns: 500 },
    );
  });

  test('every key of what is on top survives as it is, unless both sides have objects there', () => {
    fc.assert(
      fc.property(tree, tree, (base, over) => {
        const merged = merge(nodeOf(base, 'base'), nodeOf(over, 'over'));
        if (typeof over !== 'object' || over === null || isList(over)) expect(toPlain(merged)).toEqual(over);
        else if (merged.kind === 'object') expect([...merged.entries.keys()]).toEqual(expect.arrayContaining(Object.keys(over)));
        expect(toPlain(merge(nodeOf(over, 'over'), nodeOf(over, 'over')))).toEqual(over);
      }),
      { numRuns: 300 },
    );
  });
});

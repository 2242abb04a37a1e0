import { describe, expect, it } from 'vitest';
import { areRelated, calleesOf, callersOf, directCallersOf } from '../../core/graph.ts';
import { makeServices } from './builders.ts';

const SERVICES = makeServices();

describe('the dependency graph', () => {
  it('gives everything that a service calls, directly or not, never itself', () => {
    expect([...calleesOf(SERVICES, 'frontend')].toSorted()).toEqual(['cart', 'checkout', 'email', 'payment']);
    expect([...calleesOf(SERVICES, 'payment')]).toEqual([]);
    expect([...calleesOf(SERVICES, 'nobody')]).toEqual([]);
  });

  it('gives who calls a service', () => {
    expect(directCallersOf(SERVICES, 'payment')).toEqual(['checkout']);
    expect([...callersOf(SERVICES, 'payment')].toSorted()).toEqual(['checkout', 'frontend', 'load-generator']);
  });

  it('ends in a cycle', () => {
    const circle = makeServices({ payment: { calls: ['frontend'] } });
    expect([...calleesOf(circle, 'frontend')].toSorted()).toEqual(['cart', 'checkout', 'email', 'payment']);
    expect(callersOf(circle, 'frontend').has('frontend')).toBe(false);
    expect([...calleesOf(makeServices({ cart: { calls: ['cart'] } }), 'cart')]).toEqual([]);
  });

  it('relates services along the calls only: two callees of one caller are strangers', () => {
    expect(areRelated(SERVICES, 'frontend', 'payment')).toBe(true);
    expect(areRelated(SERVICES, 'payment', 'frontend')).toBe(true);
    expect(areRelated(SERVICES, 'cart', 'cart')).toBe(true);
    expect(areRelated(SERVICES, 'cart', 'payment')).toBe(false);
    expect(areRelated(SERVICES, 'payment', 'email')).toBe(false);
  });
});

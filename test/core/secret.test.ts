import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../core/secret.ts';

describe('a secret', () => {
  const secret = new Secret('hunter2');

  it.each<[string, () => string]>([
    ['a list', () => ['a', secret].join(' ')],
    ['a sum', () => 'x'.concat(String(secret))],
    ['JSON', () => JSON.stringify({ secret })],
    ['the debugger', () => inspect({ nested: { secret } }, { showHidden: true, depth: 9 })],
    ['a log line', () => format('%s %o %O %j', secret, secret, secret, secret)],
    ['an error', () => String(new Error('no access', { cause: secret }))],
    ['its keys', () => JSON.stringify([Object.entries(secret), Reflect.ownKeys(secret).map(String)])],
    ['a copy', () => JSON.stringify({ ...secret })],
  ])('does not show in %s', (_where, show) => {
    expect(show()).not.toContain('hunter2');
  });

  it('prints as what it is', () => {
    expect(String(secret)).toBe('[secret]');
    expect(JSON.stringify([secret])).toBe('["[secret]"]');
    expect(inspect(secret)).toBe('[secret]');
  });

  it('is given to who asks for it', () => {
    expect(secret.reveal()).toBe('hunter2');
  });
});

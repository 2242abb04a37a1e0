import { createHash, timingSafeEqual } from 'node:crypto';

const SHORTEST_TOKEN = 16;

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'latin1').digest();
}

/** Throws when the token is too weak to stand between a network and the engine. The message never holds it. */
export function assertTokenIsUsable(token: string): void {
  if (token.length < SHORTEST_TOKEN) throw new Error(`token: expected at least ${String(SHORTEST_TOKEN)} characters`);
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Error('token: expected printable ASCII without spaces');
}

/** Tells whether an Authorization value carries the token. Digests are compared, so that time tells neither length nor prefix. */
export function createTokenCheck(token: string): (authorization: string | null) => 'ok' | 'token_missing' | 'token_wrong' {
  const expected = digest(token);
  return function check(authorization) {
    const given = /^Bearer ([\x21-\x7e]+)$/i.exec(authorization ?? '')?.[1];
    if (given === undefined) return 'token_missing';
    return timingSafeEqual(digest(given), expected) ? 'ok' : 'token_wrong';
  };
}

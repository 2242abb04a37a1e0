import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANARY, hexId } from './engine-stand-in.ts';
import { raw, sendRaw, startFixture, TOKEN } from './gate-fixture.ts';
import type { GateFixture } from './gate-fixture.ts';

const SEED = 20_261_120;
const TRIALS = 3_000;
const AT_ONCE = 12;

const CART = hexId('c1a0');
const CHECKOUT = hexId('c2b0');

/** Everything that may arrive at the engine, said here a second time and without the gate's own code. */
const API = '(?:/v1\\.\\d\\d)?';
const OF_ALLOWED = `${API}/containers/(?:${CART}|${CHECKOUT})`;
const ALLOWED: readonly RegExp[] = [
  new RegExp(`^(?:GET|HEAD) ${API}/_ping$`),
  new RegExp(`^GET ${API}/(?:version|containers/json\\?all=true)$`),
  /^GET \/containers\/(?:cart|checkout|ad)\/json$/,
  new RegExp(`^GET ${OF_ALLOWED}/logs\\?follow=false&[a-z0-9=&.]+$`),
  new RegExp(`^GET ${OF_ALLOWED}/stats\\?stream=false(?:&one-shot=true)?$`),
  new RegExp(`^POST ${OF_ALLOWED}/restart(?:\\?t=\\d{1,3})?$`),
];

const PATHS = [
  '/_ping',
  '/v1.44/version',
  '/containers/json?all=true',
  '/containers/json?all=1&filters=%7B%22name%22%3A%5B%22cart%22%5D%7D',
  '/containers/cart/json',
  `/v1.41/containers/${CHECKOUT}/json`,
  '/containers/cart/logs?stdout=1&stderr=1&tail=5',
  '/containers/cart/stats?stream=false',
  '/containers/cart/restart?t=3',
  `/containers/${CART}/restart`,
  '/containers/postgres/restart',
  '/containers/cart/archive?path=/',
  '/containers/cart/exec',
];
const METHODS = ['GET', 'GET', 'GET', 'POST', 'POST', 'HEAD', 'DELETE', 'PUT', 'PATCH', 'OPTIONS', 'CONNECT', 'get', 'TRACE'];
const PIECES = [
  '%2f', '%2e%2e', '%00', '%', '//', '/..', '/./', '/../postgres/json', ';', '#', '?', '&', '=', '\\', '\r\n', '\n', '\r', ' ', '\t', '\0', '\xff', '\x85',
  '/v1.44', '/containers/postgres', 'kill', 'exec', 'export', 'archive', 'follow=1', 'signal=9', '?t=3', '&t=4', 'http://docker', '@', '*', ' HTTP/1.1', ':',
  '\r\nTransfer-Encoding: chunked', '\r\nContent-Length: 40', '\r\n\r\nPOST /containers/postgres/kill HTTP/1.1\r\nHost: docker\r\n\r\n', '{"t":3}', '0\r\n\r\n',
];
const EXTRA_HEADERS = [
  'Transfer-Encoding: chunked', 'Transfer-Encoding: identity', 'Content-Length: 0', 'Content-Length: 7', 'Content-Length: 7', 'Content-Length: -1',
  'Connection: Upgrade', 'Upgrade: tcp', 'Expect: 100-continue', 'X-Atlas-Fence: 0', 'X-Atlas-Fence: 1', 'Origin: null', 'Host: localhost', 'X: y\r\n z', ' X: y',
  'Authorization: Bearer x', 'Content-Type: application/json', 'Connection: keep-alive', 'Accept: */*', 'X-Original-URL: /info', 'Trailer: X', 'TE: trailers',
];

/** mulberry32: the same trials in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function makeRequest(next: () => number, trial: number): string {
  const pick = (list: readonly string[]): string => list[Math.floor(next() * list.length)] ?? '';
  const path = pick(PATHS);
  const method = next() < 0.6 ? (path.includes('restart') ? 'POST' : 'GET') : pick(METHODS);
  const headers = next() < 0.8 ? [`X-Atlas-Fence: ${String(trial + 1)}`] : [];
  while (next() < 0.35) headers.push(pick(EXTRA_HEADERS));
  const authorization = next() < 0.85 ? `Bearer ${TOKEN}` : pick(['', `Bearer ${TOKEN}x`, 'Bearer', TOKEN]);
  let bytes = raw({ line: `${method} ${path} HTTP/1.1`, headers, authorization, body: next() < 0.15 ? pick(PIECES) : '' });
  // Where the change falls: mostly in the request line, else anywhere.
  while (next() < 0.5) {
    const within = next() < 0.7 ? bytes.indexOf('\r\n') + 1 : bytes.length;
    const at = Math.floor(next() * Math.max(1, within));
    const kind = next();
    if (kind < 0.6) bytes = bytes.slice(0, at) + pick(PIECES) + bytes.slice(at);
    else if (kind < 0.8) bytes = bytes.slice(0, at) + bytes.slice(at + 1 + Math.floor(next() * 4));
    else bytes = bytes.slice(0, at) + String.fromCharCode(Math.floor(next() * 256)) + bytes.slice(at + 1);
  }
  return bytes;
}

describe('raw requests by chance', () => {
  let fixture: GateFixture;
  beforeAll(async () => {
    fixture = await startFixture();
  });
  afterAll(() => fixture.close());

  it(`lets only the allowed forms through in ${String(TRIALS)} trials (seed ${String(SEED)})`, { timeout: 180_000 }, async () => {
    const next = random(SEED);
    const requests = Array.from({ length: TRIALS }, (_item, trial) => makeRequest(next, trial));
    const answers: string[] = [];
    const workers = Array.from({ length: AT_ONCE }, async () => {
      for (let bytes = requests.shift(); bytes !== undefined; bytes = requests.shift()) answers.push(await sendRaw(fixture.port(), bytes, 150));
    });
    await Promise.all(workers);

    expect(fixture.engine.requests.filter((line) => !ALLOWED.some((form) => form.test(line)))).toEqual([]);
    expect(fixture.engine.bodies.join('')).toBe('');
    expect(answers.filter((answer) => answer.includes(CANARY) || answer.includes('postgres'))).toEqual([]);
    const statuses = answers.map((answer) => answer.slice(9, 12));
    expect(new Set(statuses.filter((status) => !['200', '204', '403', '404', ''].includes(status)))).toEqual(new Set());
    // Neither side of the wall may be empty, or the trials would show nothing.
    expect(statuses.filter((status) => status === '200').length).toBeGreaterThan(100);
    expect(statuses.filter((status) => status === '204').length).toBeGreaterThan(5);
    expect(statuses.filter((status) => status === '403').length).toBeGreaterThan(1_000);
    const audit = fixture.audit();
    const restarts = fixture.engine.requests.filter((line) => line.startsWith('POST'));
    expect(audit.filter((line) => line['decision'] === 'allowed')).toHaveLength(restarts.length);
    expect(audit.filter((line) => line['decision'] === 'refused').length).toBeGreaterThanOrEqual(statuses.filter((status) => status === '403').length);
    expect(fixture.auditText()).not.toContain(TOKEN);
  });
});

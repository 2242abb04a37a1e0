import { describe, expect, it } from 'vitest';
import { allowedHosts, checkShape } from '../../docker-gate/request-shape.ts';
import { matchRoute } from '../../docker-gate/route.ts';

describe('matching a raw target', () => {
  it.each([
    'GET /containers/a%2fb/json',
    'GET /containers/a/b/json',
    'GET /containers/-a/json',
    'GET /containers//json',
    'GET /containers/a/restart',
    'HEAD /containers/a/json',
    'POST /version',
    'GET /v1.44/v1.44/version',
    'GET /versionx',
    'GET x/version',
    'GET /containers/a/jsonx',
    'GET /containers/a/json\n',
  ])('%s is no route', (line) => {
    const space = line.indexOf(' ');
    expect(matchRoute(line.slice(0, space), line.slice(space + 1))).toBe('route_not_allowed');
  });

  it('writes the log query anew, bounded and never following', () => {
    expect(matchRoute('GET', '/containers/a/logs?stderr=1')).toEqual({
      kind: 'logs',
      api: '',
      container: 'a',
      query: 'follow=false&stdout=false&stderr=true&timestamps=false&tail=5000',
    });
  });
});

describe('the shape of a request', () => {
  const hosts = allowedHosts(['docker-gate', '::1'], 2375);
  const check = (target: string, headers: readonly string[] = ['Host', 'docker-gate:2375']): unknown =>
    checkShape({ http_version: '1.1', target, raw_headers: headers }, hosts);

  it.each(['/a%62', '/a//b', '/a/../b', '/a;b', '/a#b', '/a?b#c', '/a\\b', 'http://docker/_ping', '*', '', '/a b', '/a\u007f', `/${'a'.repeat(6_000)}`])(
    'refuses the target %s before anything is decoded',
    (target) => {
      expect(check(target)).toBe('bad_target');
    },
  );

  it('takes the forms that clients send', () => {
    expect(check('/containers/json?filters=%7B%7D')).toBeInstanceOf(Map);
    expect(check('/_ping', ['Host', '[::1]:2375', 'Connection', 'keep-alive'])).toBeInstanceOf(Map);
    expect(check('/_ping', ['host', 'DOCKER-GATE'])).toBeInstanceOf(Map);
  });

  it('counts a header twice whatever its case', () => {
    expect(check('/_ping', ['Host', 'docker-gate', 'X-A', '1', 'x-a', '1'])).toBe('duplicate_header');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configuredEntry, isWatched, matchesGlob, PRIORITY_OF_SEVERITY, prioritySteps, serviceEntry } from '../../core/catalog.ts';
import { detect } from '../../core/detect.ts';
import { makeInput, makeSample, makeServices } from './builders.ts';

/** The obvious way, which takes for ever on some patterns. */
function obviously(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern.startsWith('*')) return obviously(pattern.slice(1), text) || (text !== '' && obviously(pattern, text.slice(1)));
  return text.startsWith(pattern.slice(0, 1)) && text !== '' && obviously(pattern.slice(1), text.slice(1));
}

describe('globs', () => {
  it('agree with the obvious way', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    fc.assert(
      fc.property(short, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 }), (pattern, text) => {
        expect(matchesGlob(pattern, text)).toBe(obviously(pattern, text));
      }),
      { numRuns: 3000 },
    );
  });

  it.each<[string, string, boolean]>([
    ['jaeger*', 'jaeger-query', true],
    ['jaeger*', 'my-jaeger', false],
    ['*postgres*', 'my-postgresql', true],
    ['a*a', 'a', false],
    ['.*', 'x', false],
    ['valkey', 'valkey-cart', false],
  ])('%s of %s: %s', (pattern, text, matches) => {
    expect(matchesGlob(pattern, text)).toBe(matches);
  });

  it('answer at once whatever the pattern', () => {
    expect(matchesGlob(`${'*a'.repeat(5000)}b`, 'a'.repeat(100_000))).toBe(false);
  });
});

describe('the catalogue', () => {
  it('watches what is neither off nor excluded', () => {
    const services = makeServices();
    expect(['cart', 'newcomer', 'jaeger-query', 'prometheus', 'otel-collector', 'load-generator'].filter((name) => isWatched(services, name))).toEqual(['cart', 'newcomer']);
  });

  it('knows of a newcomer only the default priority', () => {
    expect(serviceEntry(makeServices(), 'newcomer')).toEqual({ priority: 'medium', calls: [], thresholds: {} });
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('has no entry for a service that calls itself %s, and judges it like any other', (service) => {
    expect(configuredEntry(makeServices(), service)).toBeNull();
    expect(detect(makeInput({ samples: [makeSample({ service, error_rate: 0.2 })] }))).toMatchObject([{ service, severity: 'high' }]);
  });

  it('steps critical services up and low ones down', () => {
    expect((['critical', 'high', 'medium', 'low', 'off'] as const).map(prioritySteps)).toEqual([-1, 0, 0, 1, 0]);
  });

  it('has the ticket priority of each severity', () => {
    expect(PRIORITY_OF_SEVERITY).toEqual({ critical: 'Highest', high: 'High', medium: 'Medium', low: 'Low', info: 'Low' });
  });
});

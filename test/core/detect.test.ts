import { describe, expect, it } from 'vitest';
import { detect } from '../../core/detect.ts';
import type { DetectionInput } from '../../core/detection-input.ts';
import { makeInput, makeSample, makeServices } from './builders.ts';

function found(input: Partial<DetectionInput>): readonly string[] {
  return detect(makeInput(input)).map((finding) => `${finding.service} ${finding.symptom} ${finding.severity} ${finding.rule}`);
}

describe('detection', () => {
  it('finds nothing in a healthy shop', () => {
    const samples = ['frontend', 'checkout', 'cart', 'payment'].map((service) => makeSample({ service }));
    expect(found({ samples, previous: samples })).toEqual([]);
  });

  it('gives one finding a service and symptom: of two equally severe ones the first rule speaks', () => {
    expect(found({ samples: [makeSample({ service: 'cart', error_rate: 0.4 })], previous: [makeSample({ service: 'cart', error_rate: 0.01 })] })).toEqual(['cart error_rate critical absolute']);
  });

  it('gives every symptom of a service its own finding', () => {
    expect(found({ samples: [makeSample({ service: 'cart', error_rate: 0.2, latency_p99_ms: 20_000 })] })).toEqual(['cart error_rate high absolute', 'cart latency_p99 critical absolute']);
  });

  it('leaves out what is not watched', () => {
    const samples = ['load-generator', 'otel-collector', 'jaeger-query', 'prometheus'].map((service) => makeSample({ service, error_rate: 1 }));
    expect(found({ samples })).toEqual([]);
  });

  it('watches a service that telemetry shows and nobody configured', () => {
    expect(found({ samples: [makeSample({ service: 'newcomer', error_rate: 0.2 })] })).toEqual(['newcomer error_rate high absolute']);
  });
});

describe('implausible samples', () => {
  const doubtful = makeSample({ service: 'payment', error_rate: 0.9, latency_p99_ms: 600_000 });
  const busy = makeSample({ service: 'checkout' });

  it('are a finding about the data and are judged by no threshold', () => {
    expect(found({ samples: [doubtful] })).toEqual(['payment data_quality info plausibility']);
  });

  it('do not make their service look absent', () => {
    expect(found({ samples: [busy, doubtful], previous: [busy, makeSample({ service: 'payment' })] })).toEqual(['payment data_quality info plausibility']);
  });

  it('do not leave a service down that was seen again', () => {
    expect(found({ samples: [busy, doubtful], known_down: ['payment'] })).toEqual(['payment data_quality info plausibility']);
  });

  it('of the period before are no baseline', () => {
    const samples = [makeSample({ service: 'payment', error_rate: 0.04, requests_per_s: 50 })];
    const previous = [makeSample({ service: 'payment', error_rate: Number.NaN, requests_per_s: Number.NaN })];
    expect(found({ samples, previous, services: { ...makeServices(), entry: 'payment' } })).toEqual([]);
  });
});

describe('a service that went silent', () => {
  it('is missed neither because nor although an unwatched caller stands in the period before', () => {
    const before = ['load-generator', 'checkout', 'payment'].map((service) => makeSample({ service, requests: service === 'load-generator' ? 5000 : 1000 }));
    const services = makeServices({ 'load-generator': { calls: ['frontend', 'payment'] } });
    const now = before.filter((sample) => sample.service !== 'payment');
    expect(found({ samples: now, previous: before, services })).toEqual(['payment service_down critical absence']);
  });
});

import { describe, expect, it } from 'vitest';
import { classify } from '../../core/classify.ts';
import type { Symptom } from '../../core/finding.ts';
import type { Severity } from '../../core/severity.ts';
import { makeServices, RULES } from './builders.ts';

const PLAIN = makeServices();

describe('the general ladder', () => {
  it.each<[Symptom, number, Severity]>([
    ['error_rate', 0.301, 'critical'],
    ['error_rate', 0.3, 'high'],
    ['error_rate', 0.101, 'high'],
    ['error_rate', 0.1, 'medium'],
    ['error_rate', 0.051, 'medium'],
    ['error_rate', 0.05, 'low'],
    ['error_rate', 0.021, 'low'],
    ['error_rate', 0.02, 'info'],
    ['latency_p95', 10_001, 'critical'],
    ['latency_p95', 10_000, 'high'],
    ['latency_p95', 5001, 'high'],
    ['latency_p95', 5000, 'medium'],
    ['latency_p95', 2001, 'medium'],
    ['latency_p95', 2000, 'low'],
    ['latency_p95', 1001, 'low'],
    ['latency_p95', 1000, 'info'],
    ['latency_p99', 10_001, 'critical'],
    ['latency_p99', 1000, 'info'],
    ['service_down', 0, 'critical'],
    ['cpu_usage', 0.99, 'low'],
    ['memory_usage', 0.99, 'low'],
    ['traffic_surge', 900, 'info'],
    ['data_quality', 600_000, 'info'],
  ])('%s %d is %s', (symptom, value, severity) => {
    expect(classify(RULES, PLAIN, 'cart', symptom, value)).toBe(severity);
  });
});

describe('the ladder of a service with thresholds of its own', () => {
  it.each<[number, number, Severity]>([
    [0.01, 0.06, 'critical'],
    [0.01, 0.059, 'high'],
    [0.01, 0.02, 'high'],
    [0.01, 0.019, 'medium'],
    [0.01, 0.01, 'medium'],
    [0.01, 0.0099, 'low'],
    [0.01, 0.004, 'low'],
    [0.01, 0.0039, 'info'],
    [0.03, 0.18, 'critical'],
    [0.05, 0.3, 'critical'],
    [0.05, 0.299, 'high'],
  ])('error threshold %d: %d is %s', (error_rate, value, severity) => {
    expect(classify(RULES, makeServices({ cart: { thresholds: { error_rate } } }), 'cart', 'error_rate', value)).toBe(severity);
  });

  it.each<[number, Severity]>([
    [5000, 'critical'],
    [4999, 'high'],
    [2500, 'high'],
    [2499, 'medium'],
    [1000, 'medium'],
    [999, 'low'],
    [500, 'low'],
    [499, 'info'],
  ])('latency threshold 1,000 ms: %d ms is %s', (value, severity) => {
    const services = makeServices({ cart: { thresholds: { latency_p95_ms: 1000, latency_p99_ms: 1000 } } });
    expect(classify(RULES, services, 'cart', 'latency_p95', value)).toBe(severity);
    expect(classify(RULES, services, 'cart', 'latency_p99', value)).toBe(severity);
  });

  it('is used only for the metric that has one', () => {
    const services = makeServices({ cart: { thresholds: { error_rate: 0.01 } } });
    expect(classify(RULES, services, 'cart', 'latency_p95', 10_001)).toBe('critical');
    expect(classify(RULES, services, 'cart', 'latency_p95', 5000)).toBe('medium');
  });
});

describe('priority', () => {
  it.each<['critical' | 'high' | 'medium' | 'low', Severity]>([
    ['critical', 'high'],
    ['high', 'medium'],
    ['medium', 'medium'],
    ['low', 'low'],
  ])('a %s service turns medium into %s', (priority, severity) => {
    expect(classify(RULES, makeServices({ cart: { priority } }), 'cart', 'error_rate', 0.06)).toBe(severity);
  });

  it('never leaves the ladder', () => {
    expect(classify(RULES, makeServices({ cart: { priority: 'critical' } }), 'cart', 'error_rate', 0.9)).toBe('critical');
    expect(classify(RULES, makeServices({ cart: { priority: 'low' } }), 'cart', 'error_rate', 0.001)).toBe('info');
  });

  it('of a service that nobody configured is the default one', () => {
    const services = makeServices();
    const low = { ...services, discovery: { ...services.discovery, default_priority: 'low' as const } };
    expect(classify(RULES, low, 'newcomer', 'error_rate', 0.06)).toBe('low');
  });
});

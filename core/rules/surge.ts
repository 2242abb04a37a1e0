import type { DetectionInput } from '../detection-input.ts';
import type { Finding } from '../finding.ts';

/** Much more traffic at the entry than in the period before: worth knowing, never an alarm by itself. */
export function surgeRule(input: DetectionInput): readonly Finding[] {
  const { entry } = input.services;
  const now = input.samples.find((sample) => sample.service === entry);
  const before = input.previous.find((sample) => sample.service === entry);
  if (now === undefined || before === undefined || before.requests < input.rules.min_requests) return [];
  const threshold = before.requests_per_s * input.rules.relative.traffic_surge;
  if (now.requests_per_s <= threshold) return [];
  return [
    {
      service: entry,
      symptom: 'traffic_surge',
      unit: 'requests_per_s',
      value: now.requests_per_s,
      threshold,
      baseline: before.requests_per_s,
      requests: now.requests,
      window: now.window,
      severity: 'info',
      rule: 'surge',
      reason: `traffic ${now.requests_per_s.toFixed(1)}/s after ${before.requests_per_s.toFixed(1)}/s`,
    },
  ];
}

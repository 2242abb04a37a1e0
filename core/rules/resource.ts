import { isWatched } from '../catalog.ts';
import { classify } from '../classify.ts';
import type { DetectionInput } from '../detection-input.ts';
import type { Finding, Symptom } from '../finding.ts';

/** A container near the end of its CPU or memory. */
export function resourceRule(input: DetectionInput): readonly Finding[] {
  return input.resources
    .filter((resource) => isWatched(input.services, resource.service))
    .flatMap((resource) => [
      ...above(input, resource.service, 'cpu_usage', resource.cpu_usage, input.rules.absolute.cpu_usage),
      ...above(input, resource.service, 'memory_usage', resource.memory_usage, input.rules.absolute.memory_usage),
    ]);
}

function above(input: DetectionInput, service: string, symptom: Symptom, value: number | null, threshold: number): readonly Finding[] {
  if (value === null || value <= threshold) return [];
  return [
    {
      service,
      symptom,
      unit: 'ratio',
      value,
      threshold,
      baseline: null,
      requests: 0,
      window: input.window,
      severity: classify(input.rules, input.services, service, symptom, value),
      rule: 'resource',
      reason: `${symptom} ${value.toFixed(2)} above ${threshold.toFixed(2)}`,
    },
  ];
}

import { isWatched } from './catalog.ts';
import type { DetectionInput } from './detection-input.ts';
import { findingKey, type Finding } from './finding.ts';
import { absoluteRule } from './rules/absolute.ts';
import { absenceRule } from './rules/absence.ts';
import { plausibilityRule } from './rules/plausibility.ts';
import { relativeRule } from './rules/relative.ts';
import { resourceRule } from './rules/resource.ts';
import { surgeRule } from './rules/surge.ts';
import type { ServiceSample } from './sample.ts';
import { isAtLeast } from './severity.ts';

export type DetectionRule = (input: DetectionInput) => readonly Finding[];

/** One rule kind a file; a new one is one file and one line here. */
const RULES: readonly DetectionRule[] = [absoluteRule, relativeRule, absenceRule, resourceRule, surgeRule];

/**
 * What is wrong, by every rule, one finding a service and symptom (the worse wins). Samples that cannot be true
 * are findings about the data and are judged by no other rule, nor held against as a baseline.
 */
export function detect(input: DetectionInput): readonly Finding[] {
  const watched = { ...input, samples: onlyWatched(input.samples, input), previous: onlyWatched(input.previous, input) };
  const doubtful = plausibilityRule(watched);
  const doubted = servicesOf(doubtful);
  const doubtedBefore = servicesOf(plausibilityRule({ ...watched, samples: watched.previous }));
  // A service in doubt was seen: without its former traffic, too, no rule can take its missing sample for silence.
  const credible = {
    ...watched,
    samples: watched.samples.filter((sample) => !doubted.has(sample.service)),
    previous: watched.previous.filter((sample) => !doubted.has(sample.service) && !doubtedBefore.has(sample.service)),
    known_down: input.known_down.filter((service) => !doubted.has(service)),
  };
  return mergeByKey([...doubtful, ...RULES.flatMap((rule) => rule(credible))]);
}

/** Both periods hold the same services: what is not watched must not stand on one side of a comparison only. */
function onlyWatched(samples: readonly ServiceSample[], input: DetectionInput): readonly ServiceSample[] {
  return samples.filter((sample) => isWatched(input.services, sample.service));
}

function servicesOf(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.map((finding) => finding.service));
}

function mergeByKey(findings: readonly Finding[]): readonly Finding[] {
  const byKey = new Map<string, Finding>();
  for (const finding of findings) {
    const key = findingKey(finding);
    const before = byKey.get(key);
    if (before === undefined || (finding.severity !== before.severity && isAtLeast(finding.severity, before.severity))) byKey.set(key, finding);
  }
  return [...byKey.values()];
}

import { isWatched } from '../catalog.ts';
import { classify } from '../classify.ts';
import type { DetectionInput } from '../detection-input.ts';
import type { Finding } from '../finding.ts';
import { directCallersOf } from '../graph.ts';

/** Below this share of its former traffic a service counts as gone quiet. */
const QUIET_SHARE = 0.25;
/** Its callers must still be asked about as much as before: otherwise nobody calls it and quiet is right. */
const CALLERS_BUSY_SHARE = 0.5;

/**
 * A service that stopped answering leaves no rows: absent is not healthy. It counts as down when it had traffic in the
 * period before, has (nearly) none now, and its callers are as busy as they were. Once down it stays down until it is seen again.
 */
export function absenceRule(input: DetectionInput): readonly Finding[] {
  const now = new Map(input.samples.map((sample) => [sample.service, sample]));
  const before = new Map(input.previous.map((sample) => [sample.service, sample]));
  const found: Finding[] = [];
  for (const service of Object.keys(input.services.catalog)) {
    if (!isWatched(input.services, service)) continue;
    const callers = directCallersOf(input.services, service);
    const callersNow = sum(callers.map((caller) => now.get(caller)?.requests ?? 0));
    const callersBefore = sum(callers.map((caller) => before.get(caller)?.requests ?? 0));
    if (callersNow < input.rules.min_requests) continue;
    const requests = now.get(service)?.requests ?? 0;
    const requestsBefore = before.get(service)?.requests ?? 0;
    const wentQuiet =
      requestsBefore >= input.rules.min_requests && requests < requestsBefore * QUIET_SHARE && callersNow >= callersBefore * CALLERS_BUSY_SHARE;
    const stillDown = requests === 0 && input.known_down.includes(service);
    if (!wentQuiet && !stillDown) continue;
    found.push({
      service,
      symptom: 'service_down',
      unit: 'requests_per_s',
      value: now.get(service)?.requests_per_s ?? 0,
      threshold: (before.get(service)?.requests_per_s ?? 0) * QUIET_SHARE,
      baseline: before.get(service)?.requests_per_s ?? null,
      requests,
      window: input.window,
      severity: classify(input.rules, input.services, service, 'service_down', 0),
      rule: 'absence',
      reason: stillDown ? 'no answers since it went quiet, callers busy' : 'answers stopped while its callers are as busy as before',
    });
  }
  return found;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, next) => total + next, 0);
}

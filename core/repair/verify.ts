import type { ContainerState } from '../container.ts';
import type { VerificationCheck } from '../incident.ts';
import type { ServiceSample } from '../sample.ts';

export interface VerificationRules {
  readonly wait_s: number;
  readonly interval_s: number;
  readonly consecutive_passes: number;
  readonly max_checks: number;
  readonly error_rate: number;
  readonly latency_p95_ms?: number | undefined;
  readonly latency_p99_ms: number;
  readonly min_requests: number;
}

/** One look after a repair. Only samples taken after the action may be handed in. */
export interface VerificationLook {
  readonly target: string;
  readonly samples: readonly ServiceSample[];
  /** Services that suffered with it, and the error rate above which they still do. */
  readonly dependents: readonly { readonly service: string; readonly error_rate: number }[];
  readonly container: ContainerState | null;
  /** The container must have started after this: the plan's time, because the action's own may be recorded late, after a crash. */
  readonly restarted_after_ms: number;
}

/** Good again, or not, and why. No traffic is not a pass. */
export function verifyOnce(look: VerificationLook, rules: VerificationRules): Omit<VerificationCheck, 'at'> {
  const sample = look.samples.find((one) => one.service === look.target) ?? null;
  const reason = whyNot(look, sample, rules);
  return {
    passed: reason === null,
    reason: reason ?? 'within every limit',
    error_rate: sample?.error_rate ?? null,
    latency_p95_ms: sample?.latency_p95_ms ?? null,
    latency_p99_ms: sample?.latency_p99_ms ?? null,
    requests: sample?.requests ?? 0,
  };
}

function whyNot(look: VerificationLook, sample: ServiceSample | null, rules: VerificationRules): string | null {
  if (look.container !== null && !look.container.running) return `container is ${look.container.status}`;
  if (look.container !== null && Date.parse(look.container.started_at) + CLOCK_SKEW_MS < look.restarted_after_ms) return 'container was not restarted';
  if (sample === null || sample.requests < rules.min_requests) return `no traffic to judge by (${sample?.requests ?? 0} requests)`;
  if (sample.error_rate >= rules.error_rate) return `error rate ${(sample.error_rate * 100).toFixed(1)} % still at or above ${(rules.error_rate * 100).toFixed(1)} %`;
  if (sample.latency_p99_ms >= rules.latency_p99_ms) return `p99 ${Math.round(sample.latency_p99_ms)} ms still at or above ${rules.latency_p99_ms} ms`;
  if (rules.latency_p95_ms !== undefined && sample.latency_p95_ms !== null && sample.latency_p95_ms >= rules.latency_p95_ms) {
    return `p95 ${Math.round(sample.latency_p95_ms)} ms still at or above ${rules.latency_p95_ms} ms`;
  }
  return dependentsWhyNot(look, rules);
}

/** The engine's clock and ours may differ a little. */
const CLOCK_SKEW_MS = 2_000;

function dependentsWhyNot(look: VerificationLook, rules: VerificationRules): string | null {
  for (const dependent of look.dependents) {
    const sample = look.samples.find((one) => one.service === dependent.service);
    if (sample === undefined || sample.requests < rules.min_requests) continue;
    if (sample.error_rate > dependent.error_rate) return `${dependent.service} still fails at ${(sample.error_rate * 100).toFixed(1)} %`;
  }
  return null;
}

export type VerificationVerdict = 'passed' | 'failed' | 'go_on';

/**
 * What the checks so far amount to: enough passes in a row is proof, as many looks that saw it still broken in a row is
 * disproof, and so is running out of looks.
 */
export function judgeChecks(checks: readonly Pick<VerificationCheck, 'passed' | 'requests'>[], rules: VerificationRules): VerificationVerdict {
  const lately = checks.slice(-rules.consecutive_passes);
  if (lately.length === rules.consecutive_passes && lately.every((check) => check.passed)) return 'passed';
  const stillBroken = lately.every((check) => !check.passed && check.requests >= rules.min_requests);
  if (lately.length === rules.consecutive_passes && stillBroken) return 'failed';
  return checks.length >= rules.max_checks ? 'failed' : 'go_on';
}

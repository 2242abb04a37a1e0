import { z } from 'zod';
import { LONGEST_INDEX_LAG_MS } from './issue-store.ts';
import { seededRandom } from '../seeded-random.ts';

/** How often a fault strikes: below 1 a probability, from 1 up the number of times still to come, or always. */
const amount = z.union([z.literal('always'), z.number().min(0).lt(1), z.int().min(1)]);

const jiraFaults = z.strictObject({
  /** Search sees the world as it was that long ago, except for ids in `reconcileIssues`. */
  index_lag_ms: z.number().min(0).max(LONGEST_INDEX_LAG_MS),
  /** Performs the write, then drops the connection. */
  lose_reply: amount,
  /** Drops the connection before anything is done. */
  drop_request: amount,
  rate_limited: amount,
  /** `Retry-After` of a 429; null leaves it out. */
  retry_after_s: z.number().min(0).nullable(),
  /** `RateLimit-Reason` of a 429; null leaves it out. */
  rate_limit_reason: z.enum(['jira-burst-based', 'jira-per-issue-on-write', 'jira-quota-global-based', 'jira-quota-tenant-based']).nullable(),
  http_503: amount,
  /** `Retry-After` of a 503; null leaves it out. */
  http_503_retry_after_s: z.number().min(0).nullable(),
  /** Two people moved the issue at once: 409 on a transition. */
  transition_conflict: amount,
  no_priority_on_screen: z.boolean(),
  /** Project keys that answer 403. */
  forbidden_projects: z.array(z.string()),
  /** Issue keys that answer 404 and that search leaves out, though they exist. */
  invisible_issues: z.array(z.string()),
  /** The most issues that a search page holds, whatever was asked for; null: as asked. */
  max_page: z.int().min(1).nullable(),
  slow_ms: z.number().min(0),
  /** Operation ids (`createIssue`, …) that the striking faults are limited to; null: every one that they fit. */
  only: z.array(z.string()).nullable(),
  seed: z.int(),
});

export type JiraFaultValues = z.infer<typeof jiraFaults>;
export type StrikingFault = 'lose_reply' | 'drop_request' | 'rate_limited' | 'http_503' | 'transition_conflict';

export interface JiraFaults {
  readonly values: JiraFaultValues;
  patch(patch: Readonly<Record<string, unknown>>): void;
  /** Whether the fault hits this request; uses up one of its times when it was given a number of them. */
  strikes(fault: StrikingFault, operation: string): boolean;
}

/** Nothing goes wrong until `patch` says so; a key that does not exist is an error. */
export function createJiraFaults(): JiraFaults {
  let values: JiraFaultValues = {
    index_lag_ms: 0, lose_reply: 0, drop_request: 0, rate_limited: 0, retry_after_s: 1, rate_limit_reason: 'jira-burst-based',
    http_503: 0, http_503_retry_after_s: null, transition_conflict: 0, no_priority_on_screen: false, forbidden_projects: [],
    invisible_issues: [], max_page: null, slow_ms: 0, only: null, seed: 1,
  };
  let random = seededRandom(values.seed);
  return {
    get values() {
      return values;
    },
    patch(patch) {
      values = jiraFaults.parse({ ...values, ...patch });
      if ('seed' in patch) random = seededRandom(values.seed);
    },
    strikes(fault, operation) {
      const often = values[fault];
      if (often === 0 || (values.only !== null && !values.only.includes(operation))) return false;
      if (often === 'always') return true;
      if (often < 1) return random() < often;
      values = { ...values, [fault]: often - 1 };
      return true;
    },
  };
}

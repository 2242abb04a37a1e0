import { z } from 'zod';
import { SYMPTOMS } from '../../core/finding.ts';
import { count, name } from '../../core/config-primitives.ts';
import { re2Pattern } from './pattern.ts';

/** The steps that Atlas knows. Those it may not do become a proposal to people. */
export const RUNBOOK_ACTIONS = [
  'check_logs',
  'check_dependencies',
  'check_resources',
  'restart',
  'restart_root',
  'raise_memory_limit',
  'scale',
  'clean_logs',
  'profile_memory',
  'count_connections',
  'find_leak_source',
] as const;

const step = z.strictObject({
  action: z.enum(RUNBOOK_ACTIONS),
  /** Why this step, for the person who reads the ticket. */
  why: z.string().min(1),
});

/** One failure pattern: how it is recognised and what is done about it. */
export const runbook = z.strictObject({
  name,
  title: z.string().min(1),
  symptoms: z.array(z.enum(SYMPTOMS)).default([]),
  /** RE2 patterns over log lines and container state, case-insensitive. Any one is enough. */
  patterns: z.array(re2Pattern).default([]),
  container: z
    .strictObject({ oom_killed: z.boolean(), exit_codes: z.array(z.number().int()), min_restarts: count, not_running: z.boolean() })
    .partial()
    .default({}),
  steps: z.array(step).min(1),
  /** `wait_s`: in place of verification.wait_s. Whoever suffered with the target is verified with it, always; so there is no switch for that. */
  verify: z.strictObject({ wait_s: z.number().min(0).max(3600) }).partial().default({}),
  /** Tries after the first. */
  retries: count.min(1).max(10),
  /** After so many failed tries, the first one counted, people are called even if there are retries left. */
  escalate_after: count.min(1).optional(),
});

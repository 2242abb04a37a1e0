import { z } from 'zod';
import { EFFECT_TOOLS, READ_TOOLS } from '../../core/effect.ts';
import { count, name, seconds } from '../../core/config-primitives.ts';

/** A tool, or a whole family such as `signoz.*`. */
const toolOrFamily = z.enum([...EFFECT_TOOLS, ...READ_TOOLS, 'signoz.*', 'jira.*', 'discord.*', 'docker.*', 'locust.*', 'flagd.*']);

export const policy = z.strictObject({
  /** Everything says what it would do and does nothing. */
  dry_run: z.boolean().default(false),
  rate_limits: z.array(z.strictObject({ tool: toolOrFamily, max: count.min(1), per_s: seconds })),
  breaker: z.strictObject({ failures: count.min(1), open_s: seconds }),
  /** More new alerts than this in an hour: pause new messages, say so once, go on recording. */
  alert_storm: z.strictObject({ max_per_hour: count.min(1), pause_s: seconds }),
  effects: z.strictObject({
    timeout_s: seconds,
    /** How long a search that finds nothing may still be wrong, after a create whose outcome is unknown. */
    jira_index_lag_s: seconds,
    max_attempts: count.min(1),
    retry_first_s: seconds,
    retry_max_s: seconds,
  }),
  restart: z.strictObject({
    cooldown_s: seconds,
    max_per_hour: count.min(1),
    stop_timeout_s: z.number().int().min(0).max(300),
    /** Never, whatever a runbook says: databases, queues, the observability itself. `*` stands for any characters. */
    never: z.array(z.string().min(1)),
  }),
  scale: z.strictObject({ allowed: z.boolean(), min_replicas: count, max_replicas: count, services: z.array(name) }),
  audit: z.strictObject({ max_log_bytes: count, keep_logs: count }),
});

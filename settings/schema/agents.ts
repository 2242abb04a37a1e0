import { z } from 'zod';
import { EFFECT_TOOLS, READ_TOOLS } from '../../core/effect.ts';
import { count, ratio, seconds } from '../../core/config-primitives.ts';
import { cron } from './cron.ts';

const tool = z.enum([...EFFECT_TOOLS, ...READ_TOOLS]);

const schedule = z.strictObject({
  cron,
  /** Run late rather than not at all, if the slot was missed by at most this. */
  catch_up_s: seconds.default(3600),
});

const common = {
  role: z.string().min(1),
  enabled: z.boolean().default(true),
  dry_run: z.boolean().default(false),
  tools: z.array(tool),
  heartbeat: z.strictObject({ interval_s: seconds, max_age_s: seconds }),
};

export const atlasAgent = z.strictObject({
  ...common,
  schedules: z.strictObject({ supervise: schedule, reconcile: schedule }),
  /** A slot that nobody took from the queue by then is taken by the agent itself. */
  local_tick_grace_s: seconds.default(2),
  restart_backoff_s: z.strictObject({ first: seconds, max: seconds }),
});

export const opsMonitorAgent = z.strictObject({
  ...common,
  schedules: z.strictObject({ check: schedule, daily_report: schedule }),
});

export const jiraResolverAgent = z.strictObject({
  ...common,
  schedules: z.strictObject({ resolve: schedule, stuck_tickets: schedule, report: schedule }),
  stuck_after_s: seconds,
  max_actions_per_run: count,
  /** A repair waits so long for its incident's ticket; a ticket system that is away must not keep a service down. */
  ticket_grace_s: seconds.default(60),
  log_lines: count,
  targets: z.strictObject({
    success_rate: ratio,
    mttr_s: seconds,
    first_pass_verification: ratio,
    retry_efficiency: ratio,
    false_positives: ratio,
  }),
});

export const demoControllerAgent = z.strictObject({
  ...common,
  schedules: z.strictObject({ step: schedule, weekly_report: schedule, daily_pattern: schedule }),
  /** Only ever against a demo environment. */
  allowed_environments: z.array(z.enum(['demo', 'sandbox'])),
  daily_pattern: z.strictObject({
    enabled: z.boolean(),
    phases: z.array(z.strictObject({ from_hour: z.number().int().min(0).max(23), to_hour: z.number().int().min(1).max(24), scenario: z.string() })),
  }),
  stress_sequence: z.strictObject({ enabled: z.boolean(), scenarios: z.array(z.string()) }),
  handover: z.strictObject({ announce_s: seconds, settle_s: seconds }),
  lock_max_s: seconds,
  learning_min_samples: count,
});

export const agents = z.strictObject({
  atlas: atlasAgent,
  'ops-monitor': opsMonitorAgent,
  'jira-resolver': jiraResolverAgent,
  'demo-controller': demoControllerAgent,
});

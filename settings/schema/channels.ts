import { z } from 'zod';
import { snowflake } from '../../core/config-primitives.ts';

const channel = z.strictObject({
  kind: z.literal('discord'),
  /** Numeric id of the channel; empty: nothing is sent there. */
  channel_id: snowflake('channel'),
});

export const channels = z.strictObject({ bug: channel, review: channel });

/** Which agent speaks where, and about what. */
export const bindings = z.array(
  z.strictObject({
    agent: z.enum(['atlas', 'ops-monitor', 'jira-resolver', 'demo-controller']),
    channel: z.enum(['bug', 'review']),
    messages: z.array(z.enum(['alert', 'escalation', 'agent_health', 'report', 'scenario'])).min(1),
  }),
);

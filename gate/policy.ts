import { EFFECT_TOOLS, type EffectTool, type Tool } from '../core/effect.ts';

/** What the gate reads of the policy; the settings' `policy` has this form. */
export interface GatePolicy {
  readonly dry_run: boolean;
  readonly rate_limits: readonly RateLimit[];
  readonly breaker: { readonly failures: number; readonly open_s: number };
  readonly effects: {
    readonly timeout_s: number;
    readonly jira_index_lag_s: number;
    readonly max_attempts: number;
    readonly retry_first_s: number;
    readonly retry_max_s: number;
  };
  readonly restart: { readonly cooldown_s: number; readonly max_per_hour: number; readonly never: readonly string[] };
}

/** At most `max` in any `per_s`, of one tool or of a whole family (`signoz.*`). */
export interface RateLimit {
  readonly tool: string;
  readonly max: number;
  readonly per_s: number;
}

export function coversTool(limit: string, tool: string): boolean {
  return limit.endsWith('.*') ? tool.startsWith(limit.slice(0, -1)) : limit === tool;
}

/** The system behind a tool: what a circuit breaker watches. */
export function systemOf(tool: Tool): string {
  return tool.slice(0, tool.indexOf('.'));
}

export function effectToolsOf(limit: string): readonly EffectTool[] {
  return EFFECT_TOOLS.filter((tool) => coversTool(limit, tool));
}

/**
 * Effects that may be performed again after an attempt of unknown outcome, because a second time changes nothing more.
 * All the others need a lookup.
 */
const REPEATABLE: ReadonlySet<EffectTool> = new Set<EffectTool>([
  'jira.transition',
  'jira.priority',
  'discord.edit',
  'locust.start',
  'locust.stop',
  'flagd.set',
  'deadman.ping',
]);

export function isRepeatable(tool: EffectTool): boolean {
  return REPEATABLE.has(tool);
}

/**
 * How often an effect may be attempted. What people are told is worth telling late: tickets and messages are never given up because the
 * other side is away, only because it says no. A restart, a load or a flag that cannot be done in time is no longer the right thing to do.
 */
export function attemptsFor(tool: EffectTool, max_attempts: number): number {
  return tool.startsWith('jira.') || tool.startsWith('discord.') ? Number.POSITIVE_INFINITY : max_attempts;
}

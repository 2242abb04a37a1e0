import type { Holder } from './agent.ts';
import type { Actor, JsonValue } from './event.ts';

/** Everything that Atlas may do to the outside, by tool name. Policy allows them per agent. */
export const EFFECT_TOOLS = [
  'jira.create',
  'jira.comment',
  'jira.transition',
  'jira.priority',
  'discord.post',
  'discord.edit',
  'docker.restart',
  'locust.start',
  'locust.stop',
  'flagd.set',
  'deadman.ping',
] as const;
export type EffectTool = (typeof EFFECT_TOOLS)[number];

/** What Atlas may ask the outside, by tool name. */
export const READ_TOOLS = [
  'signoz.services',
  'signoz.latency',
  'signoz.traces',
  'signoz.trace',
  'signoz.logs',
  'signoz.metrics',
  'signoz.alert_rules',
  'jira.search',
  'jira.get',
  'discord.read',
  'docker.inspect',
  'docker.logs',
  'docker.stats',
  'docker.list',
  'locust.stats',
  'flagd.read',
] as const;
export type ReadTool = (typeof READ_TOOLS)[number];
export type Tool = EffectTool | ReadTool;

/**
 * The life of one outward effect.
 * `intended` → `attempted` → `done` | `refused` (it certainly did not happen) | `ambiguous` (it may have) ; `dry_run` stands for all of it when nothing may be done.
 */
export type EffectStatus = 'intended' | 'attempted' | 'done' | 'refused' | 'ambiguous' | 'dry_run';

/** The folded row of one effect: the outbox. */
export interface EffectRow {
  /** Deterministic: the same wish has the same key in every process and after every crash. */
  readonly key: string;
  readonly tool: EffectTool;
  readonly actor: Actor;
  readonly incident_id: string | null;
  readonly status: EffectStatus;
  readonly attempts: number;
  /** Who holds the attempt that is under way. */
  readonly holder: Holder | null;
  readonly input: JsonValue;
  readonly result: JsonValue;
  readonly error: { readonly error_code: string; readonly message: string } | null;
  readonly intended_at: string;
  readonly attempted_at: string | null;
  readonly finished_at: string | null;
  /** Not before this time (Retry-After, backoff, index lag). ISO. */
  readonly not_before: string | null;
}

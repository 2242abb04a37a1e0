import { AGENT_NAMES } from '../../core/agent.ts';
import { matchesGlob } from '../../core/catalog.ts';
import { READ_TOOLS } from '../../core/effect.ts';
import { needlessTools } from '../tool-rights.ts';
import { strictIn, type ChecklistInput, type ChecklistItem } from './checklist-input.ts';

/** What an agent cannot do, a deceived agent cannot do either. */
export function leastPrivilege(input: ChecklistInput): ChecklistItem {
  const { settings } = input;
  const needless = settings === null ? [] : AGENT_NAMES.flatMap((agent) => needlessTools(agent, settings.agents[agent].tools).map((tool) => `${agent}: ${tool}`));
  return {
    id: 'least-privilege',
    title: 'Agents have the tools that they need, and no more',
    status: settings === null ? 'fail' : needless.length === 0 ? 'ok' : strictIn(input),
    detail: settings === null ? 'the configuration has problems' : needless.length === 0 ? 'no tool without a use' : `not needed: ${needless.join(', ')}`,
    remedy: 'Take them out of config/agents/*.json5.',
  };
}

/** Without a limit a loop that has gone wild would write a ticket a second. */
const LIMITED: readonly string[] = ['jira.create', 'discord.post', ...READ_TOOLS.filter((tool) => tool.startsWith('signoz.'))];

/** A loop that has gone wild floods nobody. */
export function rateLimits(input: ChecklistInput): ChecklistItem {
  const limits = input.settings?.policy.rate_limits ?? [];
  const open = LIMITED.filter((tool) => !limits.some((limit) => matchesGlob(limit.tool, tool)));
  return {
    id: 'rate-limits',
    title: 'Tickets, messages and queries are limited',
    status: open.length === 0 ? 'ok' : 'fail',
    detail: open.length === 0 ? limits.map((limit) => `${limit.tool} ${limit.max} per ${limit.per_s} s`).join(', ') : `without a limit: ${open.join(', ')}`,
    remedy: 'Add them to policy.rate_limits.',
  };
}

/** A name of each kind that must not be restarted by a machine. */
const PRECIOUS = ['postgresql', 'astronomy-db', 'redis', 'valkey-cart', 'kafka', 'signoz', 'signoz-clickhouse'] as const;

/** What loses data or blinds everybody when it restarts is left alone. */
export function neverRestarted(input: ChecklistInput): ChecklistItem {
  const never = input.settings?.policy.restart.never ?? [];
  const open = PRECIOUS.filter((name) => !never.some((pattern) => matchesGlob(pattern, name)));
  return {
    id: 'never-restarted',
    title: 'Databases, queues and the observability are never restarted',
    status: open.length === 0 ? 'ok' : 'fail',
    detail: open.length === 0 ? `${never.length} patterns` : `not covered: ${open.join(', ')}`,
    remedy: 'Add patterns for them to policy.restart.never.',
  };
}

/** Who reads the list should know whether anything is done in earnest. */
export function dryRun({ settings }: ChecklistInput): ChecklistItem {
  const dry = settings === null ? [] : settings.policy.dry_run ? ['everything'] : AGENT_NAMES.filter((agent) => settings.agents[agent].dry_run);
  return {
    id: 'dry-run',
    title: 'What is decided is done',
    status: settings === null ? 'fail' : dry.length === 0 ? 'ok' : 'warn',
    detail: settings === null ? 'the configuration has problems' : dry.length === 0 ? 'nothing is in dry-run' : `in dry-run: ${dry.join(', ')}`,
    remedy: 'When what it says it would do has been right for some days, set dry_run to false.',
  };
}

import { AGENT_NAMES } from '../../core/agent.ts';
import { EFFECT_TOOLS } from '../../core/effect.ts';
import { RESERVED_TOOLS } from '../tool-rights.ts';
import { error, warning, type KnownSections, type Remark } from './remark.ts';

/** Rights, hearts and voices of the agents. */
export function checkAgents(settings: KnownSections): readonly Remark[] {
  return [...checkTools(settings), ...checkHearts(settings), ...checkBindings(settings), ...checkChannels(settings)];
}

function checkTools({ agents, policy }: KnownSections): readonly Remark[] {
  if (agents === undefined) return [];
  return AGENT_NAMES.flatMap((agent) =>
    agents[agent].tools.flatMap((tool, index) => {
      const path = ['agents', agent, 'tools', index];
      const owner = RESERVED_TOOLS[tool];
      if (owner !== undefined && owner !== agent) return [error(path, `a tool that ${agent} may have`, `${tool}, which only ${owner} may have`)];
      if (agents[agent].tools.indexOf(tool) !== index) return [error(path, 'each tool once', `${JSON.stringify(tool)} again`)];
      const limited = policy === undefined || policy.rate_limits.some((limit) => covers(limit.tool, tool));
      const costs = EFFECT_TOOLS.some((effect) => effect === tool) && (tool === 'jira.create' || tool === 'discord.post');
      return costs && !limited ? [warning(path, `a rate limit for ${tool} in policy.rate_limits`, 'none')] : [];
    }),
  );
}

function covers(limit: string, tool: string): boolean {
  return limit.endsWith('.*') ? tool.startsWith(limit.slice(0, -1)) : limit === tool;
}

function checkHearts({ agents }: KnownSections): readonly Remark[] {
  if (agents === undefined) return [];
  const late = AGENT_NAMES.filter((agent) => agents[agent].heartbeat.interval_s >= agents[agent].heartbeat.max_age_s).map((agent) =>
    error(['agents', agent, 'heartbeat', 'max_age_s'], `more than interval_s (${agents[agent].heartbeat.interval_s})`, String(agents[agent].heartbeat.max_age_s)),
  );
  const { first, max } = agents.atlas.restart_backoff_s;
  return first <= max ? late : [...late, error(['agents', 'atlas', 'restart_backoff_s', 'first'], `at most max (${max})`, String(first))];
}

function checkBindings({ agents, bindings }: KnownSections): readonly Remark[] {
  if (bindings === undefined) return [];
  return bindings.flatMap((binding, index) => {
    const remarks: Remark[] = [];
    if (agents !== undefined && !agents[binding.agent].tools.includes('discord.post')) {
      remarks.push(error(['bindings', index, 'agent'], 'an agent that has the tool discord.post', binding.agent));
    }
    for (const message of binding.messages) {
      const twice = bindings.findIndex((other) => other.agent === binding.agent && other.messages.includes(message)) !== index;
      if (twice) remarks.push(error(['bindings', index, 'messages'], 'one channel for each kind of message of an agent', `a second one for ${message} of ${binding.agent}`));
    }
    return remarks;
  });
}

function checkChannels({ bindings, channels }: KnownSections): readonly Remark[] {
  if (bindings === undefined || channels === undefined) return [];
  const used = [...new Set(bindings.map((binding) => binding.channel))];
  return used.filter((name) => channels[name].channel_id === '').map((name) => warning(['channels', name, 'channel_id'], 'the id of a channel', 'none: nothing is sent there'));
}

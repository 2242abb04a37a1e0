import type { AgentName } from '../core/agent.ts';
import type { Tool } from '../core/effect.ts';

/** Tools that are one agent's alone, whatever its file says: who watches never acts, and only one hand reaches containers. */
export const RESERVED_TOOLS: Readonly<Partial<Record<Tool, AgentName>>> = {
  'docker.restart': 'jira-resolver',
  'locust.start': 'demo-controller',
  'locust.stop': 'demo-controller',
  'flagd.set': 'demo-controller',
};

/** What each agent's work needs at most; a family ends with `*`. More than this is a right without a use. */
export const NEEDED_TOOLS: Readonly<Record<AgentName, readonly string[]>> = {
  atlas: ['discord.post', 'discord.edit', 'discord.read', 'deadman.ping', 'jira.search', 'jira.get'],
  'ops-monitor': ['signoz.*', 'jira.create', 'jira.comment', 'jira.search', 'jira.get', 'discord.*'],
  'jira-resolver': ['signoz.*', 'jira.*', 'docker.*', 'discord.*'],
  'demo-controller': ['locust.*', 'flagd.*', 'discord.*'],
};

/** The tools of `agent` that its work does not need. Pure. */
export function needlessTools(agent: AgentName, tools: readonly string[]): readonly string[] {
  return tools.filter((tool) => !NEEDED_TOOLS[agent].some((needed) => (needed.endsWith('*') ? tool.startsWith(needed.slice(0, -1)) : needed === tool)));
}

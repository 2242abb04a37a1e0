/** The team. One process each. */
export const AGENT_NAMES = ['atlas', 'ops-monitor', 'jira-resolver', 'demo-controller'] as const;
export type AgentName = (typeof AGENT_NAMES)[number];

export function isAgentName(text: string): text is AgentName {
  return (AGENT_NAMES as readonly string[]).includes(text);
}

/** Who a process is: enough to tell, from another process or after a restart, whether it still lives. */
export interface Holder {
  /** Random, one a process start. */
  readonly instance: string;
  readonly agent: AgentName | 'operator' | 'keeper' | 'docker-gate';
  readonly host: string;
  /** Identifies the machine's boot and process table; a pid means nothing outside it. */
  readonly boot: string;
  readonly pid: number;
  /** The kernel's start time of that pid, so that a reused pid is not mistaken for the same process. */
  readonly started: string;
}

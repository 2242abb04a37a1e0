import { z } from 'zod';
import { discordSettings } from '../../adapters/discord/settings.ts';
import { dockerSettings } from '../../adapters/docker/settings.ts';
import { flagdSettings } from '../../adapters/flagd/settings.ts';
import { deadManSettings } from '../../adapters/host/settings.ts';
import { jiraSettings } from '../../adapters/jira/settings.ts';
import { locustSettings } from '../../adapters/locust/settings.ts';
import { mcpServerSettings } from '../../adapters/mcp/settings.ts';
import { signozSettings } from '../../adapters/signoz/settings.ts';
import { redisSettings } from '../../adapters/store/settings.ts';
import { name } from '../../core/config-primitives.ts';
import { atlasAgent, demoControllerAgent, jiraResolverAgent, opsMonitorAgent } from '../schema/agents.ts';
import { bindings, channels } from '../schema/channels.ts';
import { policy } from '../schema/policy.ts';
import { root } from '../schema/root.ts';
import { runbook } from '../schema/runbook.ts';
import { scenario } from '../schema/scenario.ts';
import { services } from '../schema/services.ts';
import { alerting, escalation, runbookIndex, verification } from '../schema/thresholds.ts';

/** One kind of configuration file and what may stand in it. */
export interface FileType {
  /** Of the generated file: `<name>.schema.json`. */
  readonly name: string;
  readonly title: string;
  readonly schema: z.ZodType;
}

/** Every kind of file that a deployment is written in. A new kind is one line here. */
export const FILE_TYPES: readonly FileType[] = [
  { name: 'atlas', title: 'Layer 1: the root that includes the rest', schema: root },
  { name: 'agent-atlas', title: 'Agent atlas', schema: atlasAgent },
  { name: 'agent-ops-monitor', title: 'Agent ops-monitor', schema: opsMonitorAgent },
  { name: 'agent-jira-resolver', title: 'Agent jira-resolver', schema: jiraResolverAgent },
  { name: 'agent-demo-controller', title: 'Agent demo-controller', schema: demoControllerAgent },
  { name: 'channels', title: 'Channels', schema: channels },
  { name: 'bindings', title: 'Which agent speaks where', schema: z.strictObject({ bindings }) },
  { name: 'policy', title: 'Policy', schema: policy },
  { name: 'mcp-server', title: 'Integration: an MCP server', schema: mcpServerSettings },
  { name: 'mcp-servers', title: 'Integration: the MCP servers', schema: z.record(name, mcpServerSettings) },
  { name: 'integration-signoz', title: 'Integration: SigNoz', schema: signozSettings },
  { name: 'integration-jira', title: 'Integration: Jira', schema: jiraSettings },
  { name: 'integration-discord', title: 'Integration: Discord', schema: discordSettings },
  { name: 'integration-docker', title: 'Integration: docker-gate', schema: dockerSettings },
  { name: 'integration-locust', title: 'Integration: Locust', schema: locustSettings },
  { name: 'integration-flagd', title: 'Integration: flagd', schema: flagdSettings },
  { name: 'integration-redis', title: 'Integration: Redis', schema: redisSettings },
  { name: 'integration-dead-man', title: 'Integration: the outside watcher', schema: deadManSettings },
  { name: 'services', title: 'Services and what they call', schema: services },
  { name: 'alerting', title: 'Thresholds: alerting', schema: alerting },
  { name: 'verification', title: 'Thresholds: verification of a repair', schema: verification },
  { name: 'escalation', title: 'Thresholds: escalation', schema: escalation },
  { name: 'runbook-index', title: 'Thresholds: the order of the runbooks', schema: runbookIndex },
  { name: 'runbooks', title: 'Runbooks by name', schema: z.record(name, runbook) },
  { name: 'runbook', title: 'Runbook: one failure pattern', schema: runbook },
  { name: 'scenarios', title: 'Scenarios by name', schema: z.record(name, scenario) },
  { name: 'scenario', title: 'Scenario: one rehearsal', schema: scenario },
];

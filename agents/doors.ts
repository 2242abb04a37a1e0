import { createDiscordChat } from '../adapters/discord/chat.ts';
import { createDockerContainers } from '../adapters/docker/containers.ts';
import { createFlagdFlags } from '../adapters/flagd/flags.ts';
import { createJiraTickets } from '../adapters/jira/tickets.ts';
import { createLocustLoad } from '../adapters/locust/load.ts';
import { createMcpClient } from '../adapters/mcp/client.ts';
import { createSignozTelemetry } from '../adapters/signoz/telemetry.ts';
import { AtlasError } from '../core/error.ts';
import type { Chat, Clock, Containers, Flags, Load, Logger, Telemetry, Tickets } from '../core/ports.ts';
import type { Settings } from '../settings/settings.ts';

/** Every door outward. None is opened, and no library is loaded, before it is used. */
export interface Doors {
  readonly telemetry: Telemetry;
  readonly tickets: Tickets;
  readonly chat: Chat;
  readonly containers: Containers;
  readonly load: Load;
  readonly flags: Flags;
  close(): Promise<void>;
}

export function createDoors(settings: Settings, clock: Clock, logger: Logger): Doors {
  const { signoz, jira, discord, docker, locust, flagd } = settings.integrations;
  const server = settings.mcpServers[signoz.mcp_server];
  if (server === undefined) throw new AtlasError('VALIDATION_ERROR', `there is no MCP server ${signoz.mcp_server}`);
  const mcp = createMcpClient({ server, name: signoz.mcp_server, timeout_ms: signoz.timeout_s * 1000, logger });
  return {
    telemetry: createSignozTelemetry({ mcp, web_url: signoz.web_url === '' ? null : signoz.web_url, logger }),
    tickets: createJiraTickets({ ...jira, timeout_ms: jira.timeout_s * 1000 }),
    chat: createDiscordChat({
      api_url: discord.api_url,
      bot_token: discord.bot_token,
      timeout_ms: discord.timeout_s * 1000,
      channel_ids: { bug: settings.channels.bug.channel_id, review: settings.channels.review.channel_id },
      on_call_role_id: discord.on_call_role_id === '' ? null : discord.on_call_role_id,
      logger,
    }),
    containers: createDockerContainers({ gate_url: docker.gate_url, gate_token: docker.gate_token, timeout_ms: docker.timeout_s * 1000 }),
    load: createLocustLoad({ url: locust.url, timeout_ms: locust.timeout_s * 1000 }),
    flags: createFlagdFlags({
      ui_url: flagd.ui_url,
      ofrep_url: flagd.ofrep_url,
      settle_ms: flagd.settle_s * 1000,
      timeout_ms: flagd.timeout_s * 1000,
      clock,
    }),
    close: () => mcp.close(),
  };
}

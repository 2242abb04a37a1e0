import { suggest } from '../suggest.ts';
import { whyUnpinned } from './pinned-command.ts';
import { error, type KnownSections, type Remark } from './remark.ts';

/** Foreign programs are pinned, servers that are referred to exist, and the four states of a ticket are four. */
export function checkIntegrations(settings: KnownSections): readonly Remark[] {
  return [...checkServers(settings), ...checkServerOfSignoz(settings), ...checkStatuses(settings)];
}

function checkServers({ mcpServers }: KnownSections): readonly Remark[] {
  return Object.entries(mcpServers ?? {}).flatMap(([name, server]) => {
    if (!('command' in server)) return [];
    const why = whyUnpinned(server.command, server.args);
    return why === null ? [] : [error(['mcpServers', name, why.index === null ? 'command' : 'args', ...(why.index === null ? [] : [why.index])], why.expected, why.got)];
  });
}

function checkServerOfSignoz({ integrations, mcpServers }: KnownSections): readonly Remark[] {
  if (integrations === undefined || mcpServers === undefined) return [];
  const { mcp_server } = integrations.signoz;
  const names = Object.keys(mcpServers);
  return names.includes(mcp_server) ? [] : [error(['integrations', 'signoz', 'mcp_server'], 'the name of one of mcpServers', JSON.stringify(mcp_server), suggest(mcp_server, names))];
}

function checkStatuses({ integrations }: KnownSections): readonly Remark[] {
  const ids = Object.entries(integrations?.jira.status_ids ?? {});
  return ids.flatMap(([state, id], index) => {
    const other = ids.slice(0, index).find(([, before]) => before === id);
    return other === undefined ? [] : [error(['integrations', 'jira', 'status_ids', state], 'a status of its own', `the status of ${other[0]}`)];
  });
}

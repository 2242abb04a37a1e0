import { Refusal } from '../refusal.ts';
import type { DiscordReply, DiscordRequest, DiscordRoute } from '../route.ts';
import { applicationJson, channelJson, guildJson, memberJson, ownUserJson, rolesJson } from '../shapes.ts';
import type { DiscordWorld } from '../world.ts';
import { findChannel } from './messages.ts';

/** Refuses every guild but the sandbox's. */
export function checkGuild(request: DiscordRequest, world: DiscordWorld): void {
  if (request.params['guild_id'] !== world.guild.id) throw new Refusal(404, 10_004, 'Unknown Guild');
}

function gatewayAddress(world: DiscordWorld): string {
  return world.url().replace(/^http/, 'ws');
}

function getGateway(_request: DiscordRequest, world: DiscordWorld): DiscordReply {
  return { status: 200, body: { url: gatewayAddress(world) } };
}

function getBotGateway(_request: DiscordRequest, world: DiscordWorld): DiscordReply {
  const session_start_limit = { total: 1_000, remaining: world.gateway.startsLeft(), reset_after: 14_400_000, max_concurrency: 1 };
  return { status: 200, body: { url: gatewayAddress(world), shards: 1, session_start_limit } };
}

function getGuild(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  checkGuild(request, world);
  return { status: 200, body: guildJson(world) };
}

function listChannels(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  checkGuild(request, world);
  return { status: 200, body: world.store.channels().filter((channel) => channel.type === 0).map((channel) => channelJson(channel, world)) };
}

function listRoles(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  checkGuild(request, world);
  return { status: 200, body: rolesJson(world) };
}

function getMember(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  checkGuild(request, world);
  if (request.params['user_id'] !== world.bot.id) throw new Refusal(404, 10_007, 'Unknown Member');
  return { status: 200, body: memberJson(world.bot, [], 0) };
}

function getChannel(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  return { status: 200, body: channelJson(findChannel(request, world), world) };
}

export const GUILD_ROUTES: readonly DiscordRoute[] = [
  { method: 'GET', path: '/gateway', operation: 'get_gateway', write: false, auth: 'none', handle: getGateway },
  { method: 'GET', path: '/gateway/bot', operation: 'get_bot_gateway', write: false, auth: 'bot', handle: getBotGateway },
  { method: 'GET', path: '/users/@me', operation: 'get_my_user', write: false, auth: 'bot', handle: (_request, world) => ({ status: 200, body: ownUserJson(world) }) },
  { method: 'GET', path: '/applications/@me', operation: 'get_my_application', write: false, auth: 'bot', handle: (_request, world) => ({ status: 200, body: applicationJson(world) }) },
  { method: 'GET', path: '/oauth2/applications/@me', operation: 'get_my_oauth2_application', write: false, auth: 'bot', handle: (_request, world) => ({ status: 200, body: applicationJson(world) }) },
  { method: 'GET', path: '/guilds/{guild_id}', operation: 'get_guild', write: false, auth: 'bot', handle: getGuild },
  { method: 'GET', path: '/guilds/{guild_id}/channels', operation: 'list_guild_channels', write: false, auth: 'bot', handle: listChannels },
  { method: 'GET', path: '/guilds/{guild_id}/roles', operation: 'list_guild_roles', write: false, auth: 'bot', handle: listRoles },
  { method: 'GET', path: '/guilds/{guild_id}/members/{user_id}', operation: 'get_guild_member', write: false, auth: 'bot', handle: getMember },
  { method: 'GET', path: '/channels/{channel_id}', operation: 'get_channel', write: false, auth: 'bot', handle: getChannel },
];

import { isRecord, textOf } from '../../guards.ts';
import type { Json } from '../message.ts';
import { invalidForm, Refusal, type FormProblem } from '../refusal.ts';
import type { DiscordReply, DiscordRequest, DiscordRoute } from '../route.ts';
import type { DiscordWorld } from '../world.ts';
import { checkGuild } from './guild.ts';

const NAME = /^[-_'\p{L}\p{N}]{1,32}$/u;

/** Where the commands are kept: the guild's id, or `global`; throws for an application or guild that is not ours. */
function scopeOf(request: DiscordRequest, world: DiscordWorld): string {
  if (request.params['application_id'] !== world.application_id) throw new Refusal(404, 10_002, 'Unknown Application');
  if (request.params['guild_id'] === undefined) return 'global';
  checkGuild(request, world);
  return world.guild.id;
}

function listCommands(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  return { status: 200, body: world.commands.get(scopeOf(request, world)) ?? [] };
}

/** Replaces all commands; one that keeps its name keeps its id, so that saying the same twice changes nothing. */
function overwriteCommands(request: DiscordRequest, world: DiscordWorld): DiscordReply {
  const scope = scopeOf(request, world);
  const wanted: readonly unknown[] = Array.isArray(request.body) ? request.body : [];
  const problems = wanted.flatMap(commandProblems);
  const names = wanted.map((command) => textOf(command, 'name'));
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (twice >= 0) problems.push({ path: [twice, 'name'], code: 'APPLICATION_COMMANDS_DUPLICATE_NAME', message: 'Application command names must be unique' });
  if (problems.length > 0) throw invalidForm(problems);
  const before = world.commands.get(scope) ?? [];
  const commands = wanted.filter(isRecord).map((command): Json => {
    const known = before.find((earlier) => earlier['name'] === command['name']);
    return {
      default_member_permissions: null, type: 1, nsfw: false, ...command,
      id: known?.['id'] ?? world.newId(), application_id: world.application_id, version: known?.['version'] ?? world.newId(),
      ...(scope === 'global' ? {} : { guild_id: scope }),
    };
  });
  world.commands.set(scope, commands);
  return { status: 200, body: commands };
}

function commandProblems(command: unknown, index: number): FormProblem[] {
  const problems: FormProblem[] = [];
  const name = textOf(command, 'name') ?? '';
  const description = textOf(command, 'description') ?? '';
  const type = isRecord(command) ? (command['type'] ?? 1) : 1;
  if (type === 1 && (!NAME.test(name) || name !== name.toLowerCase())) problems.push({ path: [index, 'name'], code: 'APPLICATION_COMMAND_INVALID_NAME', message: 'Command name is invalid' });
  if (type === 1 && (description.length < 1 || description.length > 100)) problems.push({ path: [index, 'description'], code: 'BASE_TYPE_BAD_LENGTH', message: 'Must be between 1 and 100 in length.' });
  const options = isRecord(command) && Array.isArray(command['options']) ? command['options'] : [];
  if (options.length > 25) problems.push({ path: [index, 'options'], code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 25 or fewer in length.' });
  return problems;
}

const GLOBAL = '/applications/{application_id}/commands';
const GUILD = '/applications/{application_id}/guilds/{guild_id}/commands';

export const COMMAND_ROUTES: readonly DiscordRoute[] = [
  { method: 'GET', path: GLOBAL, operation: 'list_application_commands', write: false, auth: 'bot', handle: listCommands },
  { method: 'PUT', path: GLOBAL, operation: 'bulk_set_application_commands', write: true, auth: 'bot', handle: overwriteCommands },
  { method: 'GET', path: GUILD, operation: 'list_guild_application_commands', write: false, auth: 'bot', handle: listCommands },
  { method: 'PUT', path: GUILD, operation: 'bulk_set_guild_application_commands', write: true, auth: 'bot', handle: overwriteCommands },
];

import { ActionRowBuilder, ButtonBuilder, ButtonStyle, Events, Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApiDocument, specificationPath } from '../jira/openapi-document.ts';
import { BUGS, GUILD, HOOK, ON_CALL, startDiscordInTest, until, type DiscordInTest } from './discord-in-test.ts';

const specification = specificationPath('discord.openapi.json');
const identified = z.looseObject({ id: z.string() });

/** The document says that a field error's code is an integer; Discord's documentation, and Discord, say `BASE_TYPE_MAX_LENGTH`. */
const DOCUMENTED_INNER_ERRORS = {
  type: 'object', required: ['_errors'], additionalProperties: false,
  properties: { _errors: { type: 'array', items: { type: 'object', required: ['code', 'message'], properties: { code: { type: 'string' }, message: { type: 'string' } } } } },
};

/** Calls every operation that is served, through the real library. */
async function callEverything({ discord, rest, login }: DiscordInTest): Promise<void> {
  const me = discord.applicationId;
  const client = await login();
  client.on(Events.InteractionCreate, (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    void (async () => {
      await interaction.reply({ content: 'here', withResponse: true });
      await interaction.editReply('here, edited');
      await interaction.fetchReply();
      const more = await interaction.followUp('more');
      await interaction.editReply({ message: more, content: 'more, edited' });
      await interaction.fetchReply(more.id);
      await interaction.deleteReply(more.id);
      await interaction.deleteReply();
    })();
  });
  for (const route of ['/gateway', Routes.gatewayBot(), Routes.user(), Routes.currentApplication(), '/oauth2/applications/@me', Routes.guild(GUILD), Routes.guildChannels(GUILD), Routes.guildRoles(GUILD), Routes.guildMember(GUILD, me), Routes.channel(BUGS)] as const) {
    await rest.get(route);
  }
  await rest.put(Routes.applicationCommands(me), { body: [{ name: 'help', description: 'Helps.' }] });
  await rest.get(Routes.applicationCommands(me));
  await rest.put(Routes.applicationGuildCommands(me, GUILD), { body: [{ name: 'status', description: 'Tells.', options: [{ type: 3, name: 'service', description: 'Which.' }] }] });
  await rest.get(Routes.applicationGuildCommands(me, GUILD));

  const row = new ActionRowBuilder<ButtonBuilder>().addComponents(new ButtonBuilder().setCustomId('ack').setLabel('Acknowledge').setStyle(ButtonStyle.Danger));
  const embed = { title: 't', description: 'd', url: 'https://example.test', color: 1, timestamp: new Date().toISOString(), footer: { text: 'f' }, author: { name: 'a' }, fields: [{ name: 'n', value: 'v' }] };
  const { id } = identified.parse(await rest.post(Routes.channelMessages(BUGS), {
    body: { content: `<@&${ON_CALL}> <@${me}>`, embeds: [embed], components: [row.toJSON()], nonce: 'n', enforce_nonce: true, allowed_mentions: { roles: [ON_CALL], users: [me], parse: [] } },
  }));
  await rest.patch(Routes.channelMessage(BUGS, id), { body: { content: 'edited' } });
  await rest.get(Routes.channelMessage(BUGS, id));
  await rest.post(Routes.threads(BUGS, id), { body: { name: 'thread', auto_archive_duration: 1_440 } });
  await rest.get(Routes.channel(id));
  await rest.get(Routes.channelMessages(BUGS));
  await rest.post(Routes.channelTyping(BUGS));
  await rest.delete(Routes.channelMessage(BUGS, id));
  await rest.get(Routes.webhook(HOOK.id, HOOK.token), { auth: false });
  const hooked = identified.parse(await rest.post(Routes.webhook(HOOK.id, HOOK.token), { body: { content: 'hook', embeds: [embed] }, query: new URLSearchParams({ wait: 'true' }), auth: false }));
  await rest.post(Routes.webhook(HOOK.id, HOOK.token), { body: { content: 'hook' }, auth: false });
  await rest.patch(Routes.webhookMessage(HOOK.id, HOOK.token, hooked.id), { body: { content: 'x' }, auth: false });
  await rest.get(Routes.webhookMessage(HOOK.id, HOOK.token, hooked.id), { auth: false });
  await rest.delete(Routes.webhookMessage(HOOK.id, HOOK.token, hooked.id), { auth: false });
  discord.interact({ kind: 'command', name: 'status', channelId: BUGS, options: { service: 'cart' } });
  await until(() => discord.snapshot().requests.some((request) => request.operation === 'delete_original_webhook_message'));
  // Refusals have a shape too.
  await rest.post(Routes.channelMessages(BUGS), { body: { content: 'x'.repeat(2_001), embeds: [{ title: 'x'.repeat(300) }] } }).catch(() => undefined);
  await rest.get(Routes.channel('1')).catch(() => undefined);
  await rest.get(Routes.guild('1')).catch(() => undefined);
}

describe.skipIf(specification === null)('against the OpenAPI document of Discord', () => {
  it('every request of discord.js and every reply fits', async () => {
    const world = await startDiscordInTest();
    try {
      world.discord.setFaults({ message_limit: 100 });
      await callEverything(world);
    } finally {
      await world.stop();
    }
    const openapi = openApiDocument(specification ?? '', { InnerErrors: DOCUMENTED_INNER_ERRORS });
    const operations = new Set<string>();
    let replies = 0;
    let requests = 0;
    for (const exchange of world.exchanges) {
      if (exchange.operation === null) throw new Error(`nothing is served at ${exchange.path}`);
      operations.add(exchange.operation);
      const operation = openapi.operation(exchange.operation);
      expect(exchange.path.replaceAll('%40', '@')).toMatch(new RegExp(`^${operation.path.replace(/\{\w+\}/g, '[^/]+')}$`));
      for (const name of exchange.query.keys()) expect(operation.query_names, `${exchange.operation} query`).toContain(name);
      if (operation.request !== null && exchange.status < 400) {
        requests += 1;
        expect(operation.request(exchange.request_body) || operation.request.errors, `request of ${exchange.operation}`).toBe(true);
      }
      const status = exchange.status >= 400 ? '4XX' : String(exchange.status);
      expect([...operation.replies.keys()], `status of ${exchange.operation}`).toContain(status);
      const reply = operation.replies.get(status);
      if (reply == null || exchange.reply_body === undefined) continue;
      replies += 1;
      const wire: unknown = JSON.parse(JSON.stringify(exchange.reply_body));
      expect(reply(wire) || reply.errors, `reply of ${exchange.operation}`).toBe(true);
    }
    console.info(`Discord: ${operations.size} operations, ${requests} requests and ${replies} replies fit the OpenAPI document`);
    expect(operations.size).toBeGreaterThanOrEqual(30);
    expect(replies).toBeGreaterThanOrEqual(30);
  });
});

import { ActionRowBuilder, ButtonBuilder, ButtonStyle, Events, MessageFlags, REST, Routes, type ButtonInteraction, type ChatInputCommandInteraction } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiError, BUGS, GUILD, startDiscordInTest, until, type DiscordInTest } from './discord-in-test.ts';

let world: DiscordInTest;
let commands: ChatInputCommandInteraction[];
let presses: ButtonInteraction[];
beforeEach(async () => {
  world = await startDiscordInTest();
  commands = [];
  presses = [];
  const client = await world.login();
  client.on(Events.InteractionCreate, (interaction) => {
    if (interaction.isChatInputCommand()) commands.push(interaction);
    if (interaction.isButton()) presses.push(interaction);
  });
});
afterEach(() => world.stop());

const STATUS = { name: 'status', description: 'How a service is.', options: [{ type: 3, name: 'service', description: 'Which one.' }] };
const register = (body: readonly unknown[]) => world.rest.put(Routes.applicationGuildCommands(world.discord.applicationId, GUILD), { body });
const recorded = () => world.discord.snapshot().interactions;
async function used(options?: Readonly<Record<string, string>>): Promise<ChatInputCommandInteraction> {
  const before = commands.length;
  world.discord.interact({ kind: 'command', name: 'status', channelId: BUGS, ...(options === undefined ? {} : { options }) });
  return until(() => commands[before]);
}

describe('commands', () => {
  it('are registered all at once, and saying the same again changes nothing', async () => {
    const first = await register([STATUS, { name: 'restart', description: 'Starts a service anew.' }]);
    expect(first).toMatchObject([{ ...STATUS, guild_id: GUILD, application_id: world.discord.applicationId }, { name: 'restart' }]);
    expect(await register([STATUS, { name: 'restart', description: 'Starts a service anew.' }])).toEqual(first);
    await register([STATUS]);
    expect(await world.rest.get(Routes.applicationGuildCommands(world.discord.applicationId, GUILD))).toHaveLength(1);
    expect((await apiError(register([{ name: 'Bad Name', description: 'x' }]))).code).toBe(50_035);
    expect((await apiError(register([STATUS, STATUS]))).code).toBe(50_035);
  });

  it('reach the bot with their options, and its answer reaches the channel', async () => {
    await register([STATUS]);
    const interaction = await used({ service: 'cart' });
    expect([interaction.commandName, interaction.options.getString('service'), interaction.guildId, interaction.channelId]).toEqual(['status', 'cart', GUILD, BUGS]);
    await interaction.reply({ content: 'cart is well' });
    await interaction.editReply('cart is very well');
    await interaction.followUp('and so is checkout');
    expect(recorded()).toMatchObject([{ kind: 'command', name: 'status', callback_type: 4, replies: [{ content: 'cart is very well' }, { content: 'and so is checkout' }] }]);
    expect(world.discord.snapshot().channels[0]?.messages.map((message) => message.content)).toEqual(['cart is very well', 'and so is checkout']);
    const callback = world.discord.snapshot().requests.find((request) => request.operation === 'create_interaction_response');
    expect(callback).toMatchObject({ status: 204, authorized: false });
  });

  it('can be answered for one person only, and later', async () => {
    await (await used()).reply({ content: 'just for you', flags: MessageFlags.Ephemeral });
    const later = await used();
    await later.deferReply();
    await later.editReply('took a while');
    expect(recorded().map((interaction) => [interaction.callback_type, interaction.replies.map((reply) => reply.content)])).toEqual([[4, ['just for you']], [5, ['took a while']]]);
    expect(world.discord.snapshot().channels[0]?.messages.map((message) => message.content)).toEqual(['took a while']);
  });

  it('give the answer back when asked for it', async () => {
    const response = await (await used()).reply({ content: 'here', withResponse: true });
    expect(response.resource?.message?.content).toBe('here');
  });

  it('are answered once, within three seconds, and followed up for a quarter of an hour', async () => {
    const interaction = await used();
    await interaction.reply('first');
    const bare = new REST({ api: `${world.discord.url}/api`, version: '10', retries: 0 });
    const callback = Routes.interactionCallback(interaction.id, interaction.token);
    expect((await apiError(bare.post(callback, { body: { type: 4, data: { content: 'second' } }, auth: false }))).code).toBe(40_060);
    const unanswered = await used();
    // The library itself refuses to follow up what it has not answered, so the call is made by hand.
    const early = bare.post(Routes.webhook(world.discord.applicationId, unanswered.token), { body: { content: 'too early' }, auth: false });
    expect((await apiError(early)).code).toBe(10_015);
    const late = await used();
    world.advance(3_001);
    expect((await apiError(late.reply('late'))).code).toBe(10_062);
    world.advance(15 * 60_000);
    expect((await apiError(interaction.followUp('far too late'))).code).toBe(50_027);
    expect((await apiError(bare.post(Routes.interactionCallback(interaction.id, 'wrong'), { body: { type: 6 }, auth: false }))).code).toBe(10_062);
    bare.clearHandlerSweeper();
    bare.clearHashSweeper();
  });
});

describe('buttons', () => {
  it('reach the bot with their message, which can be updated or left alone', async () => {
    const row = new ActionRowBuilder<ButtonBuilder>().addComponents(new ButtonBuilder().setCustomId('ack:INC-1').setLabel('Acknowledge').setStyle(ButtonStyle.Primary));
    await world.rest.post(Routes.channelMessages(BUGS), { body: { content: 'alert', components: [row.toJSON()] } });
    const message = world.discord.snapshot().channels[0]?.messages[0];
    const press = () => world.discord.interact({ kind: 'button', customId: 'ack:INC-1', messageId: message?.id ?? '', channelId: BUGS, user: { id: '77', username: 'kim' }, roleIds: ['5'] });
    press();
    const first = await until(() => presses[0]);
    expect([first.customId, first.message.content, first.user.username]).toEqual(['ack:INC-1', 'alert', 'kim']);
    await first.deferUpdate();
    press();
    await (await until(() => presses[1])).update({ content: 'acknowledged by kim', components: [] });
    expect(recorded().map((interaction) => interaction.callback_type)).toEqual([6, 7]);
    expect(world.discord.snapshot().channels[0]?.messages).toMatchObject([{ content: 'acknowledged by kim', components: [], edits: [{ content: 'alert' }] }]);
  });
});

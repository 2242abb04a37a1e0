import { Events, GatewayIntentBits, type Client } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { BUGS, GUILD, newClient, startDiscordInTest, TOKEN, until, type DiscordInTest } from './discord-in-test.ts';

let world: DiscordInTest;
beforeEach(async () => {
  world = await startDiscordInTest();
});
afterEach(() => world.stop());

const READER = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages];
const facts = () => world.discord.snapshot().gateway;

function heard(client: Client): string[] {
  const texts: string[] = [];
  client.on(Events.MessageCreate, (message) => texts.push(message.content));
  return texts;
}

describe('gateway', () => {
  it('logs a bot in, shows it the guild, and tells it what is said', async () => {
    const client = await world.login([...READER, GatewayIntentBits.MessageContent]);
    expect(client.user.username).toBe('Atlas');
    expect(client.application.id).toBe(world.discord.applicationId);
    expect(client.guilds.cache.get(GUILD)?.channels.cache.get(BUGS)?.name).toBe('bugs');
    const texts = heard(client);
    world.discord.say(BUGS, '!status cart');
    await until(() => texts.includes('!status cart'));
    const channel = await client.channels.fetch(BUGS);
    if (channel?.isSendable() !== true) throw new Error('the channel takes no messages');
    const sent = await channel.send({ content: 'hello', allowedMentions: { parse: [] } });
    await sent.edit('hello again');
    await until(() => texts.includes('hello'));
    expect(world.discord.snapshot().channels[0]?.messages.at(-1)).toMatchObject({ content: 'hello again', allowed_mentions: { parse: [] } });
  });

  it('hides the text of others from a bot without the content intent, but not what calls it', async () => {
    const client = await world.login(READER);
    const texts = heard(client);
    world.discord.say(BUGS, 'private');
    world.discord.say(BUGS, `<@${client.user.id}> hi`);
    await until(() => texts.length === 2);
    expect(texts).toEqual(['', `<@${client.user.id}> hi`]);
  });

  it.each(['drop', 'reconnect'] as const)('lets a bot resume after «%s», with what it missed', async (how) => {
    const client = await world.login([...READER, GatewayIntentBits.MessageContent]);
    const texts = heard(client);
    world.discord.cutGateway(how);
    world.discord.say(BUGS, 'meanwhile');
    await until(() => facts().resumes === 1 && texts.includes('meanwhile'));
    expect(facts().identifies).toBe(1);
    expect(texts).toEqual(['meanwhile']);
  });

  it('makes a bot start anew when its session is declared invalid', async () => {
    await world.login();
    world.discord.cutGateway('invalid_session');
    await until(() => facts().identifies === 2);
    expect(facts().resumes).toBe(0);
  });

  it('acknowledges heartbeats; without that the bot gives the line up and resumes', async () => {
    world.discord.setFaults({ heartbeat_interval_ms: 100 });
    await world.login();
    await until(() => facts().heartbeats >= 4);
    expect(facts().closes).toEqual([]);
    world.discord.setFaults({ skip_acks: true });
    await until(() => facts().closes.some((close) => close.by === 'client' && close.code !== 1000 && close.code !== 1001));
    world.discord.setFaults({ skip_acks: false });
    await until(() => facts().resumes >= 1);
    expect(facts().identifies).toBe(1);
  });

  it('closes with 4014 for intents that were not granted', async () => {
    world.discord.setFaults({ disallowed_intents: GatewayIntentBits.MessageContent });
    const client = newClient(world.discord.url, [GatewayIntentBits.Guilds, GatewayIntentBits.MessageContent]);
    // The library throws this where nobody can catch it unless the shards are listened to.
    const disconnected = new Promise((resolve) => client.once(Events.ShardDisconnect, (event) => resolve(event.code)));
    const failed = client.login(TOKEN).then(() => 'ready', () => 'failed');
    expect(await Promise.race([disconnected, failed])).not.toBe('ready');
    expect(facts().closes.at(-1)).toEqual({ code: 4014, by: 'gateway' });
    await client.destroy();
  });

  it('refuses a wrong token already at gateway/bot', async () => {
    const client = newClient(world.discord.url, [GatewayIntentBits.Guilds]);
    await expect(client.login('wrong.token.here')).rejects.toThrow();
    await client.destroy();
  });
});

interface Wire {
  readonly frames: { op: number; t?: string; s?: number; d?: unknown }[];
  send(frame: unknown): void;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  close(code: number): void;
}

/** A bare connection, for what the library never does. */
async function wire(query = 'v=10&encoding=json'): Promise<Wire> {
  const socket = new WebSocket(`${world.discord.url.replace('http', 'ws')}/?${query}`);
  const frames: Wire['frames'] = [];
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString('utf8'))));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => socket.on('open', resolve));
  return { frames, closed, send: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)), close: (code) => socket.close(code) };
}
const identify = { op: 2, d: { token: TOKEN, intents: 1, properties: {} } };

describe('on the wire', () => {
  it('says hello first, then READY with a resume address', async () => {
    const line = await wire();
    await until(() => line.frames.length === 1);
    expect(line.frames[0]).toMatchObject({ op: 10, d: { heartbeat_interval: 45_000 } });
    line.send({ op: 1, d: null });
    await until(() => line.frames.some((frame) => frame.op === 11));
    line.send(identify);
    const ready = await until(() => line.frames.find((frame) => frame.t === 'READY'));
    expect(ready).toMatchObject({ s: 1, d: { v: 10, resume_gateway_url: expect.stringMatching(/^ws:/), session_id: expect.any(String), guilds: [{ id: GUILD, unavailable: true }] } });
    line.close(4000);
  });

  it.each([
    [4001, { op: 77 }], [4002, 'not json'], [4003, { op: 8, d: {} }], [4004, { op: 2, d: { token: 'x', intents: 1 } }], [4004, { op: 6, d: { token: 'x', session_id: 'y', seq: 1 } }],
    [4010, { op: 2, d: { ...identify.d, shard: [1, 2] } }], [4013, { op: 2, d: { ...identify.d, intents: 2 ** 30 } }],
  ])('closes with %d for %j', async (code, frame) => {
    const line = await wire();
    line.send(frame);
    expect(await line.closed).toBe(code);
  });

  it('closes with 4005 for a second identify, 4008 for too many sends, 4012 for another version', async () => {
    const twice = await wire();
    twice.send(identify);
    twice.send(identify);
    expect(await twice.closed).toBe(4005);
    const noisy = await wire();
    for (let count = 0; count <= 120; count += 1) noisy.send({ op: 1, d: null });
    expect(await noisy.closed).toBe(4008);
    expect(await (await wire('v=9&encoding=json')).closed).toBe(4012);
  });

  it('forgets the session of who said goodbye with 1000', async () => {
    async function sessionAfter(code: number): Promise<Wire> {
      const line = await wire();
      line.send(identify);
      const ready = await until(() => line.frames.find((frame) => frame.t === 'READY'));
      line.close(code);
      await line.closed;
      await until(() => facts().connections === 0);
      const again = await wire();
      again.send({ op: 6, d: { token: TOKEN, session_id: Object(ready.d).session_id, seq: 1 } });
      await until(() => again.frames.length >= 2);
      await until(() => again.frames.some((frame) => frame.op === 9 || frame.t === 'RESUMED'));
      again.close(4000);
      await again.closed;
      await until(() => facts().connections === 0);
      return again;
    }
    expect((await sessionAfter(1000)).frames.at(-1)).toMatchObject({ op: 9, d: false });
    // GUILD_CREATE had the number 2: it is sent again before RESUMED.
    expect((await sessionAfter(4900)).frames.slice(1).map((frame) => frame.t)).toEqual(['GUILD_CREATE', 'RESUMED']);
  });

  it('closes with 4007 for a sequence number from the future', async () => {
    const line = await wire();
    line.send(identify);
    const ready = await until(() => line.frames.find((frame) => frame.t === 'READY'));
    line.close(4900);
    await line.closed;
    const again = await wire();
    again.send({ op: 6, d: { token: TOKEN, session_id: Object(ready.d).session_id, seq: 99 } });
    expect(await again.closed).toBe(4007);
  });
});

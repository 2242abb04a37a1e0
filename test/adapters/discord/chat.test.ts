import { spawnSync } from 'node:child_process';
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordChat } from '../../../adapters/discord/chat.ts';
import type { DiscordOptions } from '../../../adapters/discord/chat.ts';
import { Secret } from '../../../core/secret.ts';
import { startDiscord } from '../../../sandbox/discord/start.ts';
import type { DiscordExchange } from '../../../sandbox/discord/serve.ts';
import type { DiscordLookAlike } from '../../../sandbox/discord/start.ts';
import { closedPort } from '../closed-port.ts';
import { chatContract, messageOf } from '../../contracts/chat.ts';

const TOKEN = 'sandbox-bot-token';
const CHANNELS = { bug: '1100000000000000001', review: '1100000000000000002' };
const ROLE = '1100000000000000009';
const WEBHOOK = { id: '1100000000000000008', token: 'webhook-token', channelId: CHANNELS.review };

function start(exchanges: DiscordExchange[] = []): Promise<DiscordLookAlike> {
  return startDiscord({
    observe: (exchange) => void exchanges.push(exchange),
    token: TOKEN,
    webhooks: [WEBHOOK],
    guildId: '1100000000000000000',
    channels: [{ id: CHANNELS.bug, name: 'bug' }, { id: CHANNELS.review, name: 'review' }],
    roles: [{ id: ROLE, name: 'on-call' }],
  });
}

function chatAt(discord: DiscordLookAlike, more: Partial<DiscordOptions> = {}) {
  return createDiscordChat({ api_url: `${discord.url}/api`, bot_token: new Secret(TOKEN), timeout_ms: 10_000, channel_ids: CHANNELS, on_call_role_id: ROLE, ...more });
}

chatContract('discord', async () => {
  const discord = await start();
  return { chat: chatAt(discord), stop: () => discord.close() };
});

describe('discord adapter', () => {
  let discord: DiscordLookAlike;
  const exchanges: DiscordExchange[] = [];
  beforeAll(async () => {
    discord = await start(exchanges);
  });
  beforeEach(() => discord.setFaults({ lose_reply: 0, drop_request: 0, rate_limited: 0, http_503: 0, slow_ms: 0, forbidden_channels: [], message_limit: 1000 }));
  afterAll(() => discord.close());

  const sent = (message_id: string) => discord.snapshot().channels.flatMap((channel) => channel.messages).find((message) => message.id === message_id);

  it('calls the on-call role in a new message only, and nobody through text', async () => {
    const chat = chatAt(discord);
    const loud = await chat.post('bug', messageOf('atlas:loud', { mention: 'on_call', content: 'new incident' }), 'm-1');
    expect(sent(loud.message_id)).toMatchObject({ content: `<@&${ROLE}> new incident`, allowed_mentions: { parse: [], roles: [ROLE] }, pings: { role_ids: [ROLE], everyone: false } });
    const evil = `@everyone @here <@&${ROLE}> <@123456789012345678>`;
    const calm = await chat.post('bug', messageOf('atlas:calm', { content: evil, body: evil, title: evil, fields: [{ name: evil, value: evil }] }), 'm-2');
    expect(sent(calm.message_id)).toMatchObject({ allowed_mentions: { parse: [] }, pings: { role_ids: [], user_ids: [], everyone: false } });
    const shown = JSON.stringify(sent(calm.message_id));
    expect(shown).not.toMatch(/@everyone|@here|<@/);
    await chat.edit(loud, messageOf('atlas:loud', { mention: 'on_call', severity: 'resolved' }));
    expect(sent(loud.message_id)).toMatchObject({ content: `<@&${ROLE}>`, edits: [{ content: `<@&${ROLE}> new incident` }] });
    expect(exchanges.findLast((exchange) => exchange.method === 'PATCH')?.request_body).toMatchObject({ allowed_mentions: { parse: [] } });
    expect(exchanges.findLast((exchange) => exchange.method === 'PATCH')?.request_body).not.toHaveProperty('allowed_mentions.roles');
    expect(exchanges.find((exchange) => exchange.method === 'POST')?.request_body).toMatchObject({ nonce: 'm-1', enforce_nonce: true });
  });

  it('does not take another author for itself', async () => {
    const chat = chatAt(discord);
    const webhook = await fetch(`${discord.url}/api/v10/webhooks/${WEBHOOK.id}/${WEBHOOK.token}?wait=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ embeds: [{ title: 'x', footer: { text: 'atlas:theirs' } }] }),
    });
    expect(webhook.status).toBe(200);
    expect(await chat.findByMarker('review', 'atlas:theirs')).toBeNull();
  });

  it('turns a rate limit into RATE_LIMIT with the time to wait, without waiting or retrying', async () => {
    const chat = chatAt(discord);
    discord.setFaults({ rate_limited: 1, retry_after_s: 30 });
    const before = exchanges.length;
    await expect(chat.post('bug', messageOf('atlas:429'), 'r-1')).rejects.toMatchObject({ error_code: 'RATE_LIMIT', certainty: 'refused', retryable: true });
    expect(exchanges.length - before).toBe(1);
  });

  it('gives the time to wait', async () => {
    discord.setFaults({ rate_limited: 1, retry_after_s: 2 });
    const error: unknown = await chatAt(discord).post('review', messageOf('atlas:wait'), 'r-2').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ error_code: 'RATE_LIMIT' });
    const { details } = error as { details: Record<string, unknown> };
    expect(details['retry_after_ms']).toBeGreaterThanOrEqual(2000);
    expect(details['retry_after_ms']).toBeLessThan(4000);
  });

  it('says what is certain: lost replies, 503 and timeouts are ambiguous, refusals are not', async () => {
    const chat = chatAt(discord);
    discord.setFaults({ lose_reply: 1 });
    await expect(chat.post('review', messageOf('atlas:lost'), 'l-1')).rejects.toMatchObject({ certainty: 'ambiguous', retryable: true });
    expect(await chat.findByMarker('review', 'atlas:lost')).not.toBeNull();
    discord.setFaults({ lose_reply: 0, http_503: 1 });
    await expect(chat.post('review', messageOf('atlas:503'), 'l-2')).rejects.toMatchObject({ error_code: 'UPSTREAM_ERROR', certainty: 'ambiguous', details: { status: 503 } });
    discord.setFaults({ http_503: 0, forbidden_channels: [CHANNELS.review] });
    await expect(chat.post('review', messageOf('atlas:403'), 'l-3')).rejects.toMatchObject({ error_code: 'AUTHZ_DENIED', certainty: 'refused' });
    discord.setFaults({ forbidden_channels: [], slow_ms: 1_500 });
    await expect(chatAt(discord, { timeout_ms: 100 }).post('review', messageOf('atlas:slow'), 'l-4')).rejects.toMatchObject({ error_code: 'UPSTREAM_TIMEOUT', certainty: 'ambiguous' });
    await expect(chatAt(discord, { api_url: `http://127.0.0.1:${await closedPort()}/api` }).post('review', messageOf('atlas:none'), 'l-5')).rejects.toMatchObject({ error_code: 'UPSTREAM_ERROR', certainty: 'refused' });
  });

  it('asks again after one refused token, and never shows it', async () => {
    const chat = chatAt(discord, { bot_token: new Secret('wrong-token-value') });
    for (const nonce of ['t-1', 't-2']) {
      const error: unknown = await chat.post('bug', messageOf('atlas:401', { body: 'secret body' }), nonce).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ error_code: 'AUTHZ_DENIED', certainty: 'refused', details: { status: 401 } });
      expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/wrong-token-value|secret body/);
    }
  });

  it('refuses nonces and markers that would not come back as they went out', async () => {
    const chat = chatAt(discord);
    for (const nonce of ['', 'x'.repeat(26)]) await expect(chat.post('bug', messageOf('atlas:n'), nonce)).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
    for (const marker of ['', ' a', 'a\nb', 'ü', 'x'.repeat(201)]) await expect(chat.post('bug', messageOf(marker), 'n')).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
  });

  it('lets the process end by itself after a post', () => {
    const program = `
      const { createDiscordChat } = await import(${JSON.stringify(new URL('../../../adapters/discord/chat.ts', import.meta.url).href)});
      const { Secret } = await import(${JSON.stringify(new URL('../../../core/secret.ts', import.meta.url).href)});
      const chat = createDiscordChat({ api_url: 'http://127.0.0.1:1/api', bot_token: new Secret('x'), timeout_ms: 120000, channel_ids: ${JSON.stringify(CHANNELS)}, on_call_role_id: null });
      await chat.findByMarker('bug', 'm').catch((error) => console.log(error.error_code));
    `;
    const ended = spawnSync(process.execPath, ['--input-type=module', '-e', program], { timeout: 20_000, encoding: 'utf8' });
    expect(ended).toMatchObject({ status: 0, signal: null, stdout: 'UPSTREAM_ERROR\n' });
  });
});

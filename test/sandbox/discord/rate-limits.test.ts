import { REST, RateLimitError, Routes } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BUGS, REVIEWS, startDiscordInTest, TOKEN, type DiscordInTest } from './discord-in-test.ts';

let world: DiscordInTest;
beforeEach(async () => {
  world = await startDiscordInTest();
});
afterEach(() => world.stop());

async function raw(path: string, body?: unknown): Promise<Response> {
  return fetch(`${world.discord.url}/api/v10${path}`, {
    headers: { authorization: `Bot ${TOKEN}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
}
const limited = z.object({ message: z.literal('You are being rate limited.'), retry_after: z.number(), global: z.boolean() });

describe('rate limits', () => {
  it('stand in the headers of every answer, errors included', async () => {
    for (const path of ['/users/@me', '/nowhere', '/channels/1', '/gateway']) {
      const { headers } = await raw(path);
      for (const name of ['limit', 'remaining', 'reset', 'reset-after', 'bucket']) expect(headers.get(`x-ratelimit-${name}`), `${path} ${name}`).toBeTruthy();
      expect(headers.get('x-ratelimit-reset')).toMatch(/^\d{10}\.\d+$/);
    }
  });

  it('count each channel by itself and say in fractions of seconds when to come again', async () => {
    world.discord.setFaults({ message_limit: 2, message_window_ms: 60_500 });
    const remaining: (string | null)[] = [];
    for (const content of ['a', 'b']) remaining.push((await raw(`/channels/${BUGS}/messages`, { content })).headers.get('x-ratelimit-remaining'));
    expect(remaining).toEqual(['1', '0']);
    const refused = await raw(`/channels/${BUGS}/messages`, { content: 'c' });
    expect([refused.status, refused.headers.get('x-ratelimit-scope')]).toEqual([429, 'user']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const body = limited.parse(await refused.json());
    expect(body.global).toBe(false);
    expect(body.retry_after).not.toBe(Math.round(body.retry_after));
    expect((await raw(`/channels/${REVIEWS}/messages`, { content: 'd' })).status).toBe(200);
    world.advance(61_000);
    expect((await raw(`/channels/${BUGS}/messages`, { content: 'e' })).status).toBe(200);
    expect(world.discord.snapshot().channels[0]?.messages.map((message) => message.content)).toEqual(['a', 'b', 'e']);
  });

  it('hold for the whole bot too, but not for answers to interactions', async () => {
    world.discord.setFaults({ global_limit_per_s: 1 });
    world.advance(-Date.now() + 2_000_000_000_000);
    await raw('/users/@me');
    const refused = await raw('/users/@me');
    expect([refused.status, refused.headers.get('x-ratelimit-global'), refused.headers.get('x-ratelimit-scope')]).toEqual([429, 'true', 'global']);
    expect(limited.parse(await refused.json()).global).toBe(true);
    expect((await raw('/interactions/1/x/callback', { type: 6 })).status).toBe(404);
  });

  it.each(['user', 'global', 'shared'] as const)('can be made to strike (%s), and the library waits and goes on', async (scope) => {
    world.discord.setFaults({ rate_limited: 1, retry_after_s: 0.25, rate_limit_scope: scope });
    const patient = new REST({ api: `${world.discord.url}/api`, version: '10', retries: 1 }).setToken(TOKEN);
    await patient.post(Routes.channelMessages(BUGS), { body: { content: 'through' } });
    expect(world.exchanges.map((exchange) => exchange.status)).toEqual([429, 200]);
    world.discord.setFaults({ rate_limited: 1 });
    const hasty = new REST({ api: `${world.discord.url}/api`, version: '10', retries: 0, rejectOnRateLimit: () => true }).setToken(TOKEN);
    const error: unknown = await hasty.get(Routes.user()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RateLimitError);
    for (const rest of [patient, hasty]) {
      rest.clearHandlerSweeper();
      rest.clearHashSweeper();
    }
  });
});

describe('other faults', () => {
  it('lose the reply of a message that was posted; its nonce finds it again', async () => {
    world.discord.setFaults({ lose_reply: 1, only: ['create_message'] });
    const body = { content: 'alert', nonce: 'n1', enforce_nonce: true };
    await expect(world.rest.post(Routes.channelMessages(BUGS), { body })).rejects.toThrow();
    await world.rest.post(Routes.channelMessages(BUGS), { body });
    expect(world.discord.snapshot().channels[0]?.messages).toHaveLength(1);
    expect(world.discord.snapshot().requests.map((request) => request.reply)).toEqual(['lost', 'sent']);
  });

  it('drop a request, be away, and be unknown', async () => {
    world.discord.setFaults({ drop_request: 1 });
    await expect(world.rest.post(Routes.channelMessages(BUGS), { body: { content: 'a' } })).rejects.toThrow();
    expect(world.discord.snapshot().channels[0]?.messages).toEqual([]);
    world.discord.setFaults({ http_503: 1 });
    await expect(world.rest.get(Routes.user())).rejects.toMatchObject({ status: 503 });
    await world.rest.get(Routes.user());
    expect(() => world.discord.setFaults({ http_500: 1 })).toThrow('http_500');
  });
});

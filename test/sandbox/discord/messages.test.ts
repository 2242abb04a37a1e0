import { Routes } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { apiError, BUGS, HOOK, ON_CALL, REVIEWS, restClient, startDiscordInTest, type DiscordInTest } from './discord-in-test.ts';

let world: DiscordInTest;
beforeEach(async () => {
  world = await startDiscordInTest();
  world.discord.setFaults({ message_limit: 1_000, webhook_limit: 1_000 });
});
afterEach(() => world.stop());

const messageSchema = z.looseObject({ id: z.string(), channel_id: z.string(), content: z.string(), embeds: z.array(z.looseObject({})), edited_timestamp: z.string().nullable(), mention_everyone: z.boolean(), nonce: z.unknown().optional() });

async function post(body: Readonly<Record<string, unknown>>, channel = BUGS) {
  return messageSchema.parse(await world.rest.post(Routes.channelMessages(channel), { body }));
}
function said(channel = BUGS) {
  return world.discord.snapshot().channels.find((known) => known.id === channel)?.messages ?? [];
}

describe('messages', () => {
  it('posts, reads, edits and deletes, and keeps what stood there before', async () => {
    const embed = { title: 'cart: errors', color: 0xe01e5a, fields: [{ name: 'value', value: '12 %' }] };
    const sent = await post({ content: 'alert', embeds: [embed], allowed_mentions: { parse: [] } });
    expect(sent).toMatchObject({ channel_id: BUGS, content: 'alert', edited_timestamp: null, embeds: [{ ...embed, type: 'rich', fields: [{ name: 'value', value: '12 %', inline: false }] }] });
    const edited = messageSchema.parse(await world.rest.patch(Routes.channelMessage(BUGS, sent.id), { body: { content: 'resolved', embeds: [] } }));
    expect(edited.edited_timestamp).not.toBeNull();
    expect(await world.rest.get(Routes.channelMessage(BUGS, sent.id))).toMatchObject({ content: 'resolved', embeds: [] });
    expect(said()).toMatchObject([{ content: 'resolved', edits: [{ content: 'alert', embeds: [{ title: 'cart: errors' }] }] }]);
    await world.rest.delete(Routes.channelMessage(BUGS, sent.id));
    expect((await apiError(world.rest.get(Routes.channelMessage(BUGS, sent.id)))).code).toBe(10_008);
    expect(world.discord.snapshot().requests.filter((request) => request.write).map((request) => request.operation)).toEqual(['create_message', 'update_message', 'delete_message']);
  });

  it('lists newest first, before, after and limited, by ids that only grow', async () => {
    const ids: string[] = [];
    for (const content of ['a', 'b', 'c', 'd']) ids.push((await post({ content })).id);
    for (const id of ids) expect(id).toMatch(/^\d{17,20}$/);
    expect(ids).toEqual(ids.toSorted((left, right) => (BigInt(left) < BigInt(right) ? -1 : 1)));
    async function list(query: Readonly<Record<string, string>>) {
      return z.array(messageSchema).parse(await world.rest.get(Routes.channelMessages(BUGS), { query: new URLSearchParams(query) })).map((message) => message.content).join('');
    }
    expect(await list({})).toBe('dcba');
    expect(await list({ limit: '2' })).toBe('dc');
    expect(await list({ before: ids[2] ?? '', limit: '1' })).toBe('b');
    expect(await list({ after: ids[0] ?? '', limit: '2' })).toBe('cb');
    expect(await list({ around: ids[1] ?? '', limit: '3' })).toBe('cba');
    expect((await apiError(list({ limit: '101' }))).code).toBe(50_035);
  });

  it('gives the earlier message back for the same enforced nonce, for some minutes', async () => {
    const first = await post({ content: 'alert', nonce: 'inc-1', enforce_nonce: true });
    expect((await post({ content: 'alert again', nonce: 'inc-1', enforce_nonce: true })).id).toBe(first.id);
    expect(first.nonce).toBe('inc-1');
    expect((await post({ content: 'other', nonce: 'inc-2', enforce_nonce: true })).id).not.toBe(first.id);
    expect(said()).toHaveLength(2);
    await post({ content: 'not enforced', nonce: 'inc-1' });
    expect(said()).toHaveLength(3);
    world.advance(301_000);
    await post({ content: 'later', nonce: 'inc-2', enforce_nonce: true });
    expect(said()).toHaveLength(4);
  });

  it('shows whom a message calls, and that an edit and an alert without permission call nobody', async () => {
    const text = `@everyone <@&${ON_CALL}> <@42>`;
    const open = await post({ content: text });
    await post({ content: text, allowed_mentions: { parse: [] } });
    await post({ content: text, allowed_mentions: { roles: [ON_CALL] } });
    const quiet = await post({ content: 'quiet', allowed_mentions: { parse: [] } });
    await world.rest.patch(Routes.channelMessage(BUGS, quiet.id), { body: { content: text } });
    expect(open.mention_everyone).toBe(true);
    expect(said().map((message) => message.pings)).toEqual([
      { everyone: true, user_ids: ['42'], role_ids: [ON_CALL] },
      { everyone: false, user_ids: [], role_ids: [] },
      { everyone: false, user_ids: [], role_ids: [ON_CALL] },
      { everyone: false, user_ids: [], role_ids: [] },
    ]);
    expect(said().map((message) => message.allowed_mentions)).toEqual([null, { parse: [] }, { roles: [ON_CALL] }, { parse: [] }]);
  });

  const x = (length: number): string => 'x'.repeat(length);
  const button = (id: string) => ({ type: 2, style: 1, label: 'ok', custom_id: id });
  it.each([
    ['content over 2000', { content: x(2_001) }, ['content']],
    ['a nonce over 25', { content: 'a', nonce: x(26) }, ['nonce']],
    ['a title over 256', { embeds: [{ title: x(257) }] }, ['embeds', '0', 'title']],
    ['a description over 4096', { embeds: [{ description: x(4_097) }] }, ['embeds', '0', 'description']],
    ['a footer over 2048', { embeds: [{ title: 'a', footer: { text: x(2_049) } }] }, ['embeds', '0', 'footer', 'text']],
    ['an author over 256', { embeds: [{ author: { name: x(257) } }] }, ['embeds', '0', 'author', 'name']],
    ['a field name over 256', { embeds: [{ fields: [{ name: x(257), value: 'v' }] }] }, ['embeds', '0', 'fields', '0', 'name']],
    ['a field value over 1024', { embeds: [{ fields: [{ name: 'n', value: x(1_025) }] }] }, ['embeds', '0', 'fields', '0', 'value']],
    ['a field without value', { embeds: [{ fields: [{ name: 'n', value: '' }] }] }, ['embeds', '0', 'fields', '0', 'value']],
    ['26 fields', { embeds: [{ fields: Array.from({ length: 26 }, () => ({ name: 'n', value: 'v' })) }] }, ['embeds', '0', 'fields']],
    ['11 embeds', { embeds: Array.from({ length: 11 }, () => ({ title: 'a' })) }, ['embeds']],
    ['6001 characters in all embeds', { embeds: [{ description: x(3_000) }, { description: x(3_001) }] }, ['embeds']],
    ['an empty embed', { embeds: [{}] }, ['embeds', '0', 'description']],
    ['a colour out of range', { embeds: [{ title: 'a', color: 0x1000000 }] }, ['embeds', '0', 'color']],
    ['six rows', { content: 'a', components: Array.from({ length: 6 }, (_, row) => ({ type: 1, components: [button(`b${row}`)] })) }, ['components']],
    ['six buttons', { content: 'a', components: [{ type: 1, components: Array.from({ length: 6 }, (_, index) => button(`b${index}`)) }] }, ['components', '0', 'components']],
    ['a custom id over 100', { content: 'a', components: [{ type: 1, components: [button(x(101))] }] }, ['components', '0', 'components', '0', 'custom_id']],
    ['mentions both parsed and listed', { content: 'a', allowed_mentions: { parse: ['users'], users: ['1'] } }, ['allowed_mentions', 'users']],
  ])('refuses %s', async (_what, body, path) => {
    const error = await apiError(post(body));
    expect([error.status, error.code, error.rawError]).toMatchObject([400, 50_035, { message: 'Invalid Form Body' }]);
    expect(error.rawError).toHaveProperty(['errors', ...path, '_errors', '0', 'code']);
    expect(said()).toEqual([]);
  });

  it('takes exactly what is allowed, and refuses nothing at all', async () => {
    await post({ content: x(2_000), nonce: x(25), embeds: [{ title: x(256), description: x(4_096), footer: { text: x(1_648) } }] });
    expect(said()).toHaveLength(1);
    expect((await apiError(post({ content: '  ' }))).code).toBe(50_006);
  });

  it('answers as Discord does to strangers and to what is not there', async () => {
    expect(await apiError(restClient(world.discord.url, 'wrong').get(Routes.user()))).toMatchObject({ status: 401, rawError: { message: '401: Unauthorized', code: 0 } });
    expect(await apiError(world.rest.get('/nowhere'))).toMatchObject({ status: 404, rawError: { message: '404: Not Found', code: 0 } });
    expect((await apiError(post({ content: 'a' }, '1'))).code).toBe(10_003);
    world.discord.setFaults({ forbidden_channels: [REVIEWS] });
    expect((await apiError(post({ content: 'a' }, REVIEWS))).code).toBe(50_001);
    const foreign = world.discord.say(BUGS, 'hello');
    expect((await apiError(world.rest.patch(Routes.channelMessage(BUGS, foreign), { body: { content: 'b' } }))).code).toBe(50_005);
  });

  it('grows one thread out of a message, to which more can be posted', async () => {
    const { id } = await post({ content: 'incident' });
    const thread = z.looseObject({ id: z.string() }).parse(await world.rest.post(Routes.threads(BUGS, id), { body: { name: 'INC-1', auto_archive_duration: 60 } }));
    expect(thread).toMatchObject({ id, type: 11, parent_id: BUGS, name: 'INC-1' });
    await post({ content: 'detail' }, thread.id);
    expect(said(thread.id).map((message) => message.content)).toEqual(['detail']);
    expect(said()[0]?.thread).toBe(thread.id);
    expect((await apiError(world.rest.post(Routes.threads(BUGS, id), { body: { name: 'again' } }))).code).toBe(160_004);
  });
});

describe('webhooks', () => {
  it('post without credentials in the header, with the message back only when waited for', async () => {
    const waited = messageSchema.parse(await world.rest.post(Routes.webhook(HOOK.id, HOOK.token), { body: { content: 'one', username: 'Alerts' }, query: new URLSearchParams({ wait: 'true' }), auth: false }));
    await world.rest.post(Routes.webhook(HOOK.id, HOOK.token), { body: { content: 'two' }, auth: false });
    expect(world.exchanges.map((exchange) => exchange.status)).toEqual([200, 204]);
    await world.rest.patch(Routes.webhookMessage(HOOK.id, HOOK.token, waited.id), { body: { content: 'one, edited' }, auth: false });
    expect(said().map((message) => [message.author, message.content, message.webhook_id])).toEqual([['Alerts', 'one, edited', HOOK.id], ['Sandbox webhook', 'two', HOOK.id]]);
    expect((await apiError(world.rest.post(Routes.webhook(HOOK.id, 'wrong'), { body: { content: 'x' }, auth: false }))).status).toBe(401);
    expect(JSON.stringify(world.discord.snapshot().requests)).not.toContain(HOOK.token);
  });
});

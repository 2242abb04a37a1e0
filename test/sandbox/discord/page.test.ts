import { Routes } from 'discord.js';
import { expect, it } from 'vitest';
import { BUGS, ON_CALL, startDiscordInTest } from './discord-in-test.ts';

it('shows the channels to people, with hostile text as text', async () => {
  const { discord, rest, stop } = await startDiscordInTest();
  try {
    const hostile = '<script>alert(1)</script>';
    await rest.post(Routes.channelMessages(BUGS), {
      body: { content: `${hostile} **bold** <@&${ON_CALL}> [x](javascript:alert(1))`, embeds: [{ title: hostile, description: `\`${hostile}\``, color: 0x00aa11, fields: [{ name: hostile, value: hostile, inline: true }] }] },
    });
    const reply = await fetch(`${discord.url}/?channel=${BUGS}`);
    const html = await reply.text();
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).toContain('<strong>bold</strong>');
    expect(html).toContain('@on-call');
    expect(html).toContain('border-left-color:#00aa11');
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('href="javascript');
    expect((await fetch(`${discord.url}/elsewhere`)).status).toBe(404);
  } finally {
    await stop();
  }
});

import { isRecord, textOf } from '../../guards.ts';
import type { Channel, Json, Message } from '../message.ts';
import type { DiscordWorld } from '../world.ts';
import { escapeHtml, markdownHtml } from './markdown.ts';
import { CHAT_STYLE } from './style.ts';

const MESSAGES_SHOWN = 200;

/** The chat as a person sees it: channels at the side, the chosen one's messages with their cards. Reloads itself. */
export function chatPage(world: DiscordWorld, wanted: string | null): string {
  const channels = world.store.channels();
  const chosen = channels.find((channel) => channel.id === wanted) ?? channels[0];
  const menu = channels.filter((channel) => channel.parent_id === null).map((channel) => {
    const threads = channels.filter((thread) => thread.parent_id === channel.id);
    return menuLine(channel, chosen, world) + threads.map((thread) => menuLine(thread, chosen, world)).join('');
  });
  const messages = chosen === undefined ? [] : world.store.messages(chosen.id);
  const body = messages.slice(-MESSAGES_SHOWN).map((message) => messageHtml(message, world)).join('') || '<p class="empty">Nothing was said here yet.</p>';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="refresh" content="5"><title>${escapeHtml(world.guild.name)}</title><style>${CHAT_STYLE}</style></head><body><nav><h1>${escapeHtml(world.guild.name)}</h1><p>a sandbox that speaks Discord v10</p>${menu.join('')}</nav><main><h2># ${escapeHtml(chosen?.name ?? 'no channel')}</h2>${body}</main></body></html>`;
}

function menuLine(channel: Channel, chosen: Channel | undefined, world: DiscordWorld): string {
  const classes = `${channel.id === chosen?.id ? 'here' : ''} ${channel.parent_id === null ? '' : 'thread'}`.trim();
  return `<a class="${classes}" href="/?channel=${escapeHtml(channel.id)}"><span>${channel.parent_id === null ? '#' : '↳'} ${escapeHtml(channel.name)}</span><span>${world.store.messages(channel.id).length}</span></a>`;
}

function messageHtml(message: Message, world: DiscordWorld): string {
  const iso = new Date(message.created_at_ms).toISOString();
  const edited = message.edits.length === 0 ? '' : `<span class="small">edited ${message.edits.length === 1 ? 'once' : `${message.edits.length} times`}</span>`;
  const calls = message.pings.everyone || message.pings.role_ids.length + message.pings.user_ids.length > 0 ? '<span class="small">🔔 notified people</span>' : '';
  const thread = message.thread_id === null ? '' : `<p class="small"><a href="/?channel=${escapeHtml(message.thread_id)}">Thread: ${escapeHtml(world.store.channel(message.thread_id)?.name ?? '')}</a></p>`;
  return `<article class="message"><div class="face ${message.author.bot ? '' : 'person'}">${escapeHtml([...message.author.username][0] ?? '?')}</div><div><div class="who"><strong>${escapeHtml(message.author.username)}</strong>${message.author.bot ? '<span class="tag">APP</span>' : ''}<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>${edited}${calls}</div><div>${markdownHtml(message.content, world)}</div>${message.embeds.map((embed) => embedHtml(embed, world)).join('')}${message.components.map(rowHtml).join('')}${thread}</div></article>`;
}

function embedHtml(embed: Json, world: DiscordWorld): string {
  const color = typeof embed['color'] === 'number' ? ` style="border-left-color:#${embed['color'].toString(16).padStart(6, '0')}"` : '';
  const title = textOf(embed, 'title');
  const url = textOf(embed, 'url') ?? '';
  const heading = title === undefined ? '' : `<h3>${/^https?:\/\//.test(url) ? `<a href="${escapeHtml(url)}" rel="noopener noreferrer">${escapeHtml(title)}</a>` : markdownHtml(title, world)}</h3>`;
  const fields = (Array.isArray(embed['fields']) ? embed['fields'].filter(isRecord) : [])
    .map((field) => `<div class="${field['inline'] === true ? 'inline' : ''}"><b>${escapeHtml(String(field['name']))}</b>${markdownHtml(String(field['value']), world)}</div>`);
  const author = textOf(embed['author'], 'name');
  const footer = textOf(embed['footer'], 'text');
  return `<section class="embed"${color}>${author === undefined ? '' : `<div class="small">${escapeHtml(author)}</div>`}${heading}<div>${markdownHtml(textOf(embed, 'description') ?? '', world)}</div>${fields.length === 0 ? '' : `<div class="fields">${fields.join('')}</div>`}${footer === undefined ? '' : `<footer>${escapeHtml(footer)}</footer>`}</section>`;
}

function rowHtml(row: Json): string {
  const buttons = Array.isArray(row['components']) ? row['components'].filter(isRecord) : [];
  return `<div>${buttons.map((button) => `<span class="button s${typeof button['style'] === 'number' ? button['style'] : 1}">${escapeHtml(textOf(button, 'label') ?? '')}</span>`).join('')}</div>`;
}

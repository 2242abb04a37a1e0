import type { DiscordWorld } from '../world.ts';

/** Makes text harmless inside HTML, attributes included. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The little of Discord's markdown that alerts use, as HTML: code, bold, italics, links, mentions. */
export function markdownHtml(text: string, world: DiscordWorld): string {
  return text.split(/(```[\s\S]*?```|`[^`\n]+`)/).map((part) => {
    if (part.startsWith('```')) return `<pre>${escapeHtml(part.slice(3, -3).replace(/^[a-z0-9]*\n/, ''))}</pre>`;
    if (part.startsWith('`') && part.endsWith('`') && part.length > 2) return `<code>${escapeHtml(part.slice(1, -1))}</code>`;
    return inline(part, world);
  }).join('');
}

function inline(text: string, world: DiscordWorld): string {
  // Addresses and mentions are cut out first: what is between them is escaped, then decorated.
  return text.split(/(\[[^\]\n]+\]\(https?:\/\/[^\s)]+\)|https?:\/\/[^\s<>)]+|<@[!&]?\d+>|@everyone|@here)/).map((part) => {
    const link = /^\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)$/.exec(part);
    if (link !== null) return anchor(link[2] ?? '', link[1] ?? '');
    if (/^https?:\/\//.test(part)) return anchor(part, part);
    const mention = /^<@([!&]?)(\d+)>$/.exec(part);
    if (mention !== null) return `<span class="mention">@${escapeHtml(nameOf(mention[2] ?? '', mention[1] === '&', world))}</span>`;
    if (part === '@everyone' || part === '@here') return `<span class="mention">${part}</span>`;
    return escapeHtml(part)
      .replace(/\*\*([^*\n]+)\*\*/g, '<strong>$1</strong>')
      .replace(/(^|\s)[*_]([^*_\n]+)[*_](?=\s|$)/g, '$1<em>$2</em>')
      .replaceAll('\n', '<br>');
  }).join('');
}

function anchor(href: string, text: string): string {
  return `<a href="${escapeHtml(href)}" rel="noopener noreferrer">${escapeHtml(text)}</a>`;
}

function nameOf(id: string, is_role: boolean, world: DiscordWorld): string {
  if (is_role) return world.roles.find((role) => role.id === id)?.name ?? 'role';
  return id === world.bot.id ? world.bot.username : 'somebody';
}

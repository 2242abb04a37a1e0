import { adfChildren, adfText, type Adf } from '../adf.ts';
import { isRecord } from '../../guards.ts';
import { escapeHtml } from './layout.ts';

const MARK_TAGS: Readonly<Record<string, string>> = { strong: 'strong', em: 'em', code: 'code', strike: 's', underline: 'u' };
const BLOCK_TAGS: Readonly<Record<string, string>> = {
  paragraph: 'p', bulletList: 'ul', orderedList: 'ol', listItem: 'li', blockquote: 'blockquote', panel: 'blockquote',
  table: 'table', tableRow: 'tr', tableCell: 'td', tableHeader: 'th', doc: 'div', expand: 'div',
};

/** A document as HTML; nothing in it can run, and only http addresses become links. */
export function adfHtml(node: Adf): string {
  const type = String(node['type']);
  if (type === 'text') return markedText(node);
  if (type === 'hardBreak') return '<br>';
  if (type === 'rule') return '<hr>';
  if (type === 'codeBlock') return `<pre><code>${escapeHtml(adfText(node))}</code></pre>`;
  const inner = adfChildren(node).map(adfHtml).join('');
  if (type === 'heading') return `<h3>${inner}</h3>`;
  const tag = BLOCK_TAGS[type];
  return tag === undefined ? escapeHtml(adfText(node)) : `<${tag}>${inner}</${tag}>`;
}

function markedText(node: Adf): string {
  const marks = Array.isArray(node['marks']) ? node['marks'].filter(isRecord) : [];
  return marks.reduce<string>((html, mark) => {
    const type = String(mark['type']);
    if (type === 'link') return linked(html, isRecord(mark['attrs']) ? mark['attrs']['href'] : undefined);
    const tag = MARK_TAGS[type];
    return tag === undefined ? html : `<${tag}>${html}</${tag}>`;
  }, escapeHtml(String(node['text'])));
}

function linked(html: string, href: unknown): string {
  return typeof href === 'string' && /^https?:\/\//i.test(href) ? `<a href="${escapeHtml(href)}" rel="noopener noreferrer">${html}</a>` : html;
}

import type { Block, Inline, RichText } from '../../core/rich-text.ts';

/** Nodes of the Atlassian Document Format, only the kinds that we write. */
export type AdfMark =
  | { readonly type: 'strong' | 'code' }
  | { readonly type: 'link'; readonly attrs: { readonly href: string } }
  | { readonly type: 'subsup'; readonly attrs: { readonly type: 'sub' } };
export interface AdfText {
  readonly type: 'text';
  readonly text: string;
  readonly marks?: readonly AdfMark[];
}
export type AdfInline = AdfText | { readonly type: 'hardBreak' };
export type AdfBlock =
  | { readonly type: 'paragraph'; readonly content: readonly AdfInline[] }
  | { readonly type: 'heading'; readonly attrs: { readonly level: number }; readonly content: readonly AdfInline[] }
  | { readonly type: 'bulletList'; readonly content: readonly { readonly type: 'listItem'; readonly content: readonly AdfBlock[] }[] }
  | { readonly type: 'codeBlock'; readonly attrs: Readonly<Record<string, never>>; readonly content: readonly AdfText[] };
/** A type and not an interface: jira.js takes it only with an index signature, which an interface never has. */
export type AdfDocument = {
  readonly type: 'doc';
  readonly version: 1;
  readonly content: AdfBlock[];
};

/** Jira refuses fields over 32,767 characters; structure counts a little as well. */
const MAX_DOCUMENT_CHARS = 30_000;

/**
 * The text as a document. It holds no empty text node (Jira refuses those) and no markup that the text itself could
 * bring in; `marker` stands alone in a last paragraph in small print. Too long texts end with an ellipsis.
 */
export function toAdf(text: RichText, marker: string | null = null): AdfDocument {
  const budget = { left: MAX_DOCUMENT_CHARS };
  const content = text.flatMap((block) => toBlock(block, budget));
  const small = marker === null ? [] : textNodes(marker, [{ type: 'subsup', attrs: { type: 'sub' } }], { left: 255 });
  const all: AdfBlock[] = small.length === 0 ? content : [...content, { type: 'paragraph', content: small }];
  return { type: 'doc', version: 1, content: all.length === 0 ? [{ type: 'paragraph', content: [] }] : all };
}

interface Budget {
  left: number;
}

function toBlock(block: Block, budget: Budget): readonly AdfBlock[] {
  if (budget.left <= 0) return [];
  switch (block.kind) {
    case 'heading': {
      const content = textNodes(block.text.replace(/\s+/g, ' ').trim(), [], budget);
      return content.length === 0 ? [] : [{ type: 'heading', attrs: { level: 3 }, content }];
    }
    case 'paragraph':
      return [{ type: 'paragraph', content: block.content.flatMap((inline) => toInline(inline, budget)) }];
    case 'bullets': {
      const items = block.items.map((item) => item.flatMap((inline) => toInline(inline, budget))).filter((content) => content.length > 0);
      return items.length === 0 ? [] : [{ type: 'bulletList', content: items.map((content) => ({ type: 'listItem', content: [{ type: 'paragraph', content }] })) }];
    }
    case 'code': {
      const text = spend(legible(block.text), budget);
      return text === '' ? [] : [{ type: 'codeBlock', attrs: {}, content: [{ type: 'text', text }] }];
    }
  }
}

function toInline(inline: Inline, budget: Budget): readonly AdfInline[] {
  if (typeof inline === 'string') return textNodes(inline, [], budget);
  const link = inline.href === undefined || !isWebAddress(inline.href) ? [] : [{ type: 'link' as const, attrs: { href: inline.href } }];
  // Jira allows no other mark beside code but a link.
  const style = inline.code === true ? [{ type: 'code' as const }] : inline.bold === true ? [{ type: 'strong' as const }] : [];
  return textNodes(inline.text, [...style, ...link], budget);
}

/** Line ends become hard breaks: a text node must not hold them. */
function textNodes(text: string, marks: readonly AdfMark[], budget: Budget): readonly AdfInline[] {
  const nodes: AdfInline[] = [];
  for (const [index, line] of legible(text).split('\n').entries()) {
    if (budget.left <= 0) break;
    if (index > 0) nodes.push({ type: 'hardBreak' });
    const part = spend(line, budget);
    if (part !== '') nodes.push(marks.length === 0 ? { type: 'text', text: part } : { type: 'text', text: part, marks });
  }
  return nodes;
}

function spend(text: string, budget: Budget): string {
  const fits = text.length <= budget.left;
  const part = fits ? text : `${text.slice(0, Math.max(0, budget.left - 1)).replace(/[\ud800-\udbff]$/, '')}…`;
  budget.left -= fits ? text.length + 1 : budget.left;
  return part;
}

/** Jira stores XML: control characters and halves of characters make it refuse the whole text. */
function legible(text: string): string {
  return text.toWellFormed().replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff\u202a-\u202e\u2066-\u2069]/g, '');
}

function isWebAddress(href: string): boolean {
  return /^https?:\/\//i.test(href) && URL.canParse(href);
}

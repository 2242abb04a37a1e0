import { isRecord, textOf } from '../guards.ts';

/** One node of the Atlassian Document Format, as it came over the wire and passed `adfProblem`. */
export type Adf = Readonly<Record<string, unknown>>;

const INLINE = ['text', 'hardBreak', 'emoji', 'mention', 'inlineCard', 'status', 'date'];
const LISTS = ['bulletList', 'orderedList'];
const SIMPLE_BLOCKS = ['paragraph', ...LISTS, 'codeBlock', 'rule', 'heading'];

/** Which children each node may have; a node that is not named here is refused. */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  doc: [...SIMPLE_BLOCKS, 'blockquote', 'panel', 'table', 'expand'],
  paragraph: INLINE,
  heading: INLINE,
  bulletList: ['listItem'],
  orderedList: ['listItem'],
  listItem: ['paragraph', ...LISTS, 'codeBlock'],
  codeBlock: ['text'],
  blockquote: ['paragraph', ...LISTS, 'codeBlock'],
  panel: SIMPLE_BLOCKS,
  expand: [...SIMPLE_BLOCKS, 'blockquote', 'panel', 'table'],
  table: ['tableRow'],
  tableRow: ['tableCell', 'tableHeader'],
  tableCell: [...SIMPLE_BLOCKS, 'blockquote', 'panel'],
  tableHeader: [...SIMPLE_BLOCKS, 'blockquote', 'panel'],
  text: [], hardBreak: [], emoji: [], mention: [], inlineCard: [], status: [], date: [], rule: [],
};

const MARKS = ['strong', 'em', 'code', 'strike', 'underline', 'link', 'textColor', 'subsup', 'backgroundColor'];
const NOT_EMPTY = ['bulletList', 'orderedList', 'listItem', 'table', 'tableRow', 'blockquote', 'panel', 'expand'];

export const NOT_A_DOCUMENT = 'Operation value must be an Atlassian Document (see the Atlassian Document Format)';

/** Why Jira would refuse the value as a document, or null when it is one. */
export function adfProblem(value: unknown): string | null {
  if (!isRecord(value) || value['type'] !== 'doc' || value['version'] !== 1 || !Array.isArray(value['content'])) return NOT_A_DOCUMENT;
  return nodeProblem(value, 'doc');
}

function nodeProblem(node: Adf, type: string): string | null {
  const allowed = CHILDREN[type];
  if (allowed === undefined) return `INVALID_INPUT: unknown node ${type}`;
  if (type === 'text') return textProblem(node);
  const content = node['content'] ?? [];
  if (!Array.isArray(content)) return `INVALID_INPUT: content of ${type} is not a list`;
  if (content.length === 0 && NOT_EMPTY.includes(type)) return `INVALID_INPUT: ${type} is empty`;
  if (type === 'heading' && !isHeadingLevel(node['attrs'])) return 'INVALID_INPUT: heading without a level of 1 to 6';
  for (const child of content) {
    const name = isRecord(child) ? child['type'] : undefined;
    if (!isRecord(child) || typeof name !== 'string' || !allowed.includes(name)) return `INVALID_INPUT: ${String(name)} inside ${type}`;
    if (type === 'codeBlock' && child['marks'] !== undefined) return 'INVALID_INPUT: marks inside a codeBlock';
    const problem = nodeProblem(child, name);
    if (problem !== null) return problem;
  }
  return null;
}

function isHeadingLevel(attrs: unknown): boolean {
  if (!isRecord(attrs)) return false;
  const level = attrs['level'];
  return typeof level === 'number' && Number.isInteger(level) && level >= 1 && level <= 6;
}

function textProblem(node: Adf): string | null {
  if (typeof node['text'] !== 'string' || node['text'] === '') return 'INVALID_INPUT: empty text node';
  const marks = node['marks'] ?? [];
  if (!Array.isArray(marks)) return 'INVALID_INPUT: marks is not a list';
  const names = marks.map((mark: unknown) => (isRecord(mark) ? String(mark['type']) : 'undefined'));
  const unknown = names.find((name) => !MARKS.includes(name));
  if (unknown !== undefined) return `INVALID_INPUT: unknown mark ${unknown}`;
  // The format lets `code` stand with `link` alone; a client that adds `strong` loses the whole comment.
  if (names.includes('code') && names.some((name) => name !== 'code' && name !== 'link')) return 'INVALID_INPUT: code combined with another mark';
  return null;
}

/** What a person would read, one line a block. */
export function adfText(node: Adf): string {
  const type = node['type'];
  if (type === 'text') return String(node['text']);
  if (type === 'hardBreak') return '\n';
  const attrs = node['attrs'];
  if (type === 'inlineCard') return textOf(attrs, 'url') ?? '';
  if (type === 'mention' || type === 'status' || type === 'emoji') return textOf(attrs, 'text') ?? textOf(attrs, 'shortName') ?? '';
  const children = adfChildren(node).map(adfText);
  if (type === 'paragraph' || type === 'heading' || type === 'codeBlock') return children.join('');
  if (type === 'listItem') return `• ${children.join('\n')}`;
  return children.join(type === 'tableRow' ? ' | ' : '\n');
}

/** The node's children; none for a leaf. */
export function adfChildren(node: Adf): readonly Adf[] {
  const content = node['content'];
  return Array.isArray(content) ? content.filter(isRecord) : [];
}

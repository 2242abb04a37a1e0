import type { SourceNode } from './source-node.ts';

const SHOWN_CHARS = 40;

/** What stands at a place, in words that can be shown: never a secret, never what a variable brought, never much. */
export function describeNode(node: SourceNode, may_show: boolean): string {
  if (node.kind === 'object') return 'an object';
  if (node.kind === 'array') return node.items.length === 0 ? 'an empty list' : `a list of ${node.items.length}`;
  const { value, origin } = node;
  if (value === null) return 'null';
  const kind = typeof value === 'string' ? (value === '' ? 'an empty text' : 'a text') : typeof value === 'number' ? 'a number' : 'true or false';
  if (origin === 'environment') return `${kind} from the environment`;
  if (!may_show) return kind;
  // JSON has no NaN and no Infinity, JSON5 has.
  const shown = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return shown.length <= SHOWN_CHARS ? shown : kind;
}

import type { Entry, SourceNode } from './source-node.ts';

/**
 * `over` on top of `base`: objects merge key by key, lists and single values replace. Every value keeps the file that it
 * came from; a merged object counts as the base's, which is the file that says most of it.
 */
export function merge(base: SourceNode, over: SourceNode): SourceNode {
  if (base.kind !== 'object' || over.kind !== 'object') return over;
  const entries = new Map<string, Entry>(base.entries);
  for (const [key, entry] of over.entries) {
    const before = entries.get(key);
    entries.set(key, before === undefined ? entry : { written: entry.written, node: merge(before.node, entry.node) });
  }
  return { kind: 'object', source: base.source, entries };
}

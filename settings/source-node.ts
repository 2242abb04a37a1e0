/** Where a text's value comes from. Only what is `literal` stands in the file as it is. */
export type Origin = 'literal' | 'environment' | 'default';

/** A place in a file. */
export interface Source {
  readonly file: string;
  readonly line: number;
}

/**
 * One value of a configuration file that still knows where it stands, so that any later complaint can name the file.
 * Objects are maps: no key of a file can ever reach a prototype.
 */
export type SourceNode =
  | { readonly kind: 'object'; readonly source: Source; readonly entries: ReadonlyMap<string, Entry> }
  | { readonly kind: 'array'; readonly source: Source; readonly items: readonly SourceNode[] }
  | { readonly kind: 'scalar'; readonly source: Source; readonly value: Scalar; readonly origin: Origin };

export type ObjectNode = Extract<SourceNode, { kind: 'object' }>;
export type Scalar = string | number | boolean | null;
export type ConfigPath = readonly (string | number)[];

/** A key as the file has it (`written`, before variables) and its value. */
export interface Entry {
  readonly written: string;
  readonly node: SourceNode;
}

/** The node at a path, or the nearest one above it that exists; `exact` tells which. */
export function nodeAt(root: SourceNode, path: ConfigPath): { readonly node: SourceNode; readonly exact: boolean } {
  let node = root;
  for (const key of path) {
    const next = childOf(node, key);
    if (next === undefined) return { node, exact: false };
    node = next;
  }
  return { node, exact: true };
}

function childOf(node: SourceNode, key: string | number): SourceNode | undefined {
  if (node.kind === 'object') return node.entries.get(String(key))?.node;
  return node.kind === 'array' && typeof key === 'number' ? node.items[key] : undefined;
}

/** The path with keys as their files have them, so that a key made of a variable does not show its value. */
export function writtenPath(root: SourceNode, path: ConfigPath): ConfigPath {
  let node: SourceNode | undefined = root;
  return path.map((key) => {
    const written: string | number = node?.kind === 'object' ? (node.entries.get(String(key))?.written ?? key) : key;
    node = node === undefined ? undefined : childOf(node, key);
    return written;
  });
}

export type PlainValue = Scalar | readonly PlainValue[] | { readonly [key: string]: PlainValue };

/** The value alone, for the schemas. */
export function toPlain(node: SourceNode): PlainValue {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'array':
      return node.items.map(toPlain);
    case 'object':
      // fromEntries defines own properties, whatever they are called.
      return Object.fromEntries([...node.entries].map(([key, entry]) => [key, toPlain(entry.node)]));
  }
}

import { dirname } from 'node:path';
import { describeNode } from './describe.ts';
import { resolveIncludePath } from './include-path.ts';
import { merge } from './merge.ts';
import { formatPath, type Problem } from './problem.ts';
import { readConfigFile, type Environment, type ReadResult } from './read-file.ts';
import type { ConfigPath, Entry, ObjectNode, SourceNode } from './source-node.ts';

export const MAX_INCLUDE_DEPTH = 5;
/** Lists of lists of includes could ask for more files than there is memory. */
export const MAX_FILES = 1000;

const INCLUDE = '$include';
const SCHEMA = '$schema';

export interface Included {
  readonly node: SourceNode | null;
  readonly problems: readonly Problem[];
  /** Every file that was read, as shown to people. */
  readonly files: readonly string[];
}

interface Chain {
  /** The files that led here, outermost first. */
  readonly files: readonly string[];
  readonly folder: string;
}

/** Reads the root file and, depth first, everything that it includes; what stands beside an `$include` overrides what it brought. */
export function readWithIncludes(real_root_file: string, env: Environment, show: (absolute: string) => string): Included {
  const real_root = dirname(real_root_file);
  const problems: Problem[] = [];
  const shown_files: string[] = [];
  const cache = new Map<string, ReadResult>();
  let reads = 0;
  const node = load(real_root_file, [], []);
  return { node, problems, files: shown_files };

  function load(file: string, outer: readonly string[], path: ConfigPath): ObjectNode | null {
    let read = cache.get(file);
    if (read === undefined) {
      read = readConfigFile(file, show(file), env);
      cache.set(file, read);
      shown_files.push(show(file));
      // Once, however often the file is included.
      problems.push(...read.problems.map((problem) => ({ ...problem, path: joinPaths(path, problem.path) })));
    }
    if (read.node === null) return null;
    const resolved = resolve(withoutSchema(read.node), { files: [...outer, file], folder: dirname(file) }, path);
    return resolved.kind === 'object' ? resolved : null;
  }

  function resolve(node: SourceNode, chain: Chain, path: ConfigPath): SourceNode {
    if (node.kind === 'array') return { ...node, items: node.items.map((item, index) => resolve(item, chain, [...path, index])) };
    if (node.kind === 'scalar') return node;
    const own = new Map<string, Entry>();
    for (const [key, entry] of node.entries) {
      if (key !== INCLUDE) own.set(key, { ...entry, node: resolve(entry.node, chain, [...path, key]) });
    }
    const include = node.entries.get(INCLUDE);
    const own_node: SourceNode = { ...node, entries: own };
    if (include === undefined) return own_node;
    const brought = pathsOf(include.node, path).map((one) => bring(one, include.node, chain, path)).filter((one) => one !== null);
    const base = brought.reduce<SourceNode | null>((before, next) => (before === null ? next : merge(before, next)), null);
    return base === null ? own_node : merge(base, own_node);
  }

  function bring(written: string, at: SourceNode, chain: Chain, path: ConfigPath): SourceNode | null {
    const refuse = (expected: string, got: string): null => {
      problems.push({ file: at.source.file, line: at.source.line, path: formatPath([...path, INCLUDE]), expected, got });
      return null;
    };
    const found = resolveIncludePath(written, chain.folder, real_root);
    if (!found.ok) return refuse(found.expected, found.got);
    if (chain.files.length > MAX_INCLUDE_DEPTH) return refuse(`at most ${MAX_INCLUDE_DEPTH} levels of includes`, 'one more');
    const again = found.files.find((file) => chain.files.includes(file));
    if (again !== undefined) return refuse('no circle of includes', `${[...chain.files.slice(chain.files.indexOf(again)), again].map(show).join(' → ')}`);
    reads += found.files.length;
    if (reads > MAX_FILES) return refuse(`at most ${MAX_FILES} includes in all`, 'more');
    if (!found.keyed) return load(found.files[0] ?? '', chain.files, path);
    return keyByName(found.files, at, chain, path);
  }

  function keyByName(files: readonly string[], at: SourceNode, chain: Chain, path: ConfigPath): ObjectNode {
    const entries = new Map<string, Entry>();
    for (const file of files) {
      const node = load(file, chain.files, path);
      if (node === null) continue;
      const name = node.entries.get('name')?.node;
      if (name?.kind !== 'scalar' || typeof name.value !== 'string' || name.value === '') {
        problems.push({ file: show(file), line: name?.source.line ?? 1, path: formatPath([...path, 'name']), expected: 'a name, by which this file is known', got: name === undefined ? 'nothing' : 'something else' });
      } else if (entries.has(name.value)) {
        problems.push({ file: show(file), line: name.source.line, path: formatPath([...path, 'name']), expected: 'a name of its own', got: `the name of ${entries.get(name.value)?.node.source.file ?? 'another file'}` });
      } else {
        entries.set(name.value, { written: name.value, node });
      }
    }
    return { kind: 'object', source: at.source, entries };
  }

  function pathsOf(node: SourceNode, path: ConfigPath): readonly string[] {
    const items = node.kind === 'array' ? node.items : [node];
    return items.flatMap((item) => {
      if (item.kind === 'scalar' && typeof item.value === 'string') return [item.value];
      problems.push({ file: item.source.file, line: item.source.line, path: formatPath([...path, INCLUDE]), expected: 'a path, or a list of paths', got: describeNode(item, false) });
      return [];
    });
  }
}

function withoutSchema(node: ObjectNode): ObjectNode {
  if (!node.entries.has(SCHEMA)) return node;
  return { ...node, entries: new Map([...node.entries].filter(([key]) => key !== SCHEMA)) };
}

function joinPaths(path: ConfigPath, inner: string): string {
  const outer = formatPath(path);
  if (outer === '' || inner === '') return outer === '' ? inner : outer;
  return inner.startsWith('[') ? `${outer}${inner}` : `${outer}.${inner}`;
}

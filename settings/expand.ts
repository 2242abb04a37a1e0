import { formatPath, type Problem } from './problem.ts';
import type { ConfigPath, Entry, Origin, SourceNode } from './source-node.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface ExpandProblem {
  readonly expected: string;
  readonly got: string;
}

export type ExpandedText =
  | { readonly ok: true; readonly text: string; readonly origin: Origin }
  | { readonly ok: false; readonly problems: readonly ExpandProblem[] };

/** `$${` stands for a plain `${`. */
const REFERENCE = /\$\$\{|\$\{([^}]*)(\}?)/g;
const INSIDE = /^([A-Za-z_][A-Za-z0-9_]*)(?::-([\s\S]*))?$/;

/**
 * Puts variables into a text: `${NAME}` must be set, `${NAME:-default}` takes the default when it is unset or empty. One pass:
 * what a variable holds is never expanded again, and never shown.
 */
export function expandText(text: string, env: Environment): ExpandedText {
  const problems: ExpandProblem[] = [];
  let origin: Origin = 'literal';
  const expanded = text.replaceAll(REFERENCE, (whole: string, inside: string | undefined, closing: string | undefined) => {
    if (inside === undefined) return '${';
    const [, name, fallback] = INSIDE.exec(inside) ?? [];
    if (name === undefined || closing !== '}') {
      problems.push({ expected: 'a reference such as ${NAME} or ${NAME:-default}', got: 'another use of ${' });
      return whole;
    }
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (fallback !== undefined && (value === undefined || value === '')) {
      if (origin === 'literal') origin = 'default';
      return fallback;
    }
    if (value === undefined) {
      problems.push({ expected: `the environment variable ${name} to be set`, got: 'nothing' });
      return whole;
    }
    origin = 'environment';
    return value;
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, text: expanded, origin };
}

/** Expands every text of a tree; all problems are collected, and what could not be expanded stays as it was written. */
export function expandValues(root: SourceNode, env: Environment, problems: Problem[]): SourceNode {
  return walk(root, []);

  function walk(node: SourceNode, path: ConfigPath): SourceNode {
    switch (node.kind) {
      case 'object':
        return { ...node, entries: new Map([...node.entries].map(([key, entry]): [string, Entry] => [key, { ...entry, node: walk(entry.node, [...path, entry.written]) }])) };
      case 'array':
        return { ...node, items: node.items.map((item, index) => walk(item, [...path, index])) };
      case 'scalar': {
        if (typeof node.value !== 'string') return node;
        const expanded = expandText(node.value, env);
        if (expanded.ok) return { ...node, value: expanded.text, origin: expanded.origin };
        for (const { expected, got } of expanded.problems) problems.push({ file: node.source.file, line: node.source.line, path: formatPath(path), expected, got });
        // Whatever it was to be, it was not to stand in the file.
        return { ...node, origin: 'environment' };
      }
    }
  }
}

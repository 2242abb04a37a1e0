import type { z } from 'zod';
import { describeNode } from './describe.ts';
import { formatPath, type Problem } from './problem.ts';
import { isSecretAt, keysAt } from './schema-at.ts';
import { nodeAt, writtenPath, type ConfigPath, type SourceNode } from './source-node.ts';
import { suggest } from './suggest.ts';

type Issue = z.core.$ZodIssue;

const KNOWN_KEYS_SHOWN = 14;

/** What a schema found, in our words, each with the file that the value came from. */
export function problemsOf(issues: readonly Issue[], schema: z.core.$ZodType, node: SourceNode): readonly Problem[] {
  return issues.flatMap((issue) => problemOf(issue, schema, node));
}

function problemOf(issue: Issue, schema: z.core.$ZodType, root: SourceNode): readonly Problem[] {
  const path = issue.path.filter((key) => typeof key !== 'symbol');
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, path, schema, root));
  if (issue.code === 'invalid_union') {
    const nearest = issue.errors.map((errors) => errors.map((error) => ({ ...error, path: [...path, ...error.path] }))).toSorted(byDepth)[0];
    const choice = issue.errors.flat().every((error) => error.path.length === 0);
    if (nearest !== undefined && nearest.length > 0 && !choice) return problemsOf(nearest, schema, root);
  }
  const found = nodeAt(root, path);
  const missing = !found.exact;
  const near = nearWord(issue, found.node, missing);
  return [
    {
      file: found.node.source.file,
      line: found.node.source.line,
      path: formatPath(writtenPath(root, path)),
      expected: expectedBy(issue),
      got: missing ? 'nothing' : describeNode(found.node, !isHidden(schema, path)),
      ...(near === null ? {} : { suggestion: near }),
    },
  ];
}

/** The alternative of which most was right: its complaints lie deepest, and are fewest. */
function byDepth(a: readonly Issue[], b: readonly Issue[]): number {
  const depth = (issues: readonly Issue[]): number => Math.min(...issues.map((issue) => issue.path.length));
  return depth(b) - depth(a) || a.length - b.length;
}

function unknownKey(key: string, path: ConfigPath, schema: z.core.$ZodType, root: SourceNode): Problem {
  const known = keysAt(schema, path);
  const { node } = nodeAt(root, [...path, key]);
  const full = writtenPath(root, [...path, key]);
  const written = String(full.at(-1));
  const near = suggest(written, known);
  const some = known.slice(0, KNOWN_KEYS_SHOWN).join(', ');
  return {
    file: node.source.file,
    line: node.source.line,
    path: formatPath(full),
    expected: known.length === 0 ? 'no keys here' : `one of the keys ${some}${known.length > KNOWN_KEYS_SHOWN ? ', …' : ''}`,
    got: `the unknown key ${JSON.stringify(written)}`,
    ...(near === null ? {} : { suggestion: near }),
  };
}

function nearWord(issue: Issue, node: SourceNode, missing: boolean): string | null {
  if (issue.code !== 'invalid_value' || missing || node.kind !== 'scalar' || typeof node.value !== 'string' || node.origin === 'environment') return null;
  return suggest(node.value, issue.values.filter((value) => typeof value === 'string'));
}

/** Arguments and headers of foreign programs may hold credentials though no schema says so. */
function isHidden(schema: z.core.$ZodType, path: ConfigPath): boolean {
  return path[0] === 'mcpServers' || isSecretAt(schema, path);
}

const KINDS: Readonly<Record<string, string>> = {
  number: 'a number', int: 'a whole number', string: 'a text', boolean: 'true or false', object: 'an object', record: 'an object', array: 'a list',
};

function expectedBy(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return KINDS[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.length === 1 ? JSON.stringify(issue.values[0]) : `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'too_small':
      return `${measure(issue.origin)} of ${issue.inclusive === true ? 'at least' : 'more than'} ${issue.minimum}`;
    case 'too_big':
      return `${measure(issue.origin)} of ${issue.inclusive === true ? 'at most' : 'less than'} ${issue.maximum}`;
    case 'invalid_format':
      return issue.format === 'email' ? 'an e-mail address' : own(issue.message);
    case 'invalid_key':
      return own(issue.issues[0]?.message ?? 'another key');
    case 'unrecognized_keys':
      return `an object without ${issue.keys.join(', ')}`;
    case 'invalid_union':
      return own(issue.errors.map((errors) => errors.map(expectedBy).join(' and ')).join(', or '));
    default:
      return own(issue.message);
  }
}

function measure(origin: string): string {
  if (origin === 'string') return 'a text with a number of characters';
  return origin === 'array' ? 'a list with a number of items' : 'a number';
}

function own(message: string): string {
  return message.replace(/^expected /, '');
}

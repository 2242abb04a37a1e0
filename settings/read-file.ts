import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import JSON5 from 'json5';
import { expandText } from './expand.ts';
import { formatPath, type Problem } from './problem.ts';
import { isForbiddenKey, MAX_DEPTH, scan, type Scan } from './scan.ts';
import type { ConfigPath, Entry, ObjectNode, SourceNode } from './source-node.ts';

export const MAX_BYTES = 1024 * 1024;

export type Environment = Readonly<Record<string, string | undefined>>;

/** A file with a bad key is read on without it, so that everything else in it is judged too; `node` is null when there is nothing to go on with. */
export interface ReadResult {
  readonly node: ObjectNode | null;
  readonly problems: readonly Problem[];
}

/** Reads one JSON5 file into nodes. Keys are expanded here, values later: a value that is overridden needs no variable. */
export function readConfigFile(absolute: string, shown: string, env: Environment): ReadResult {
  const whole = (expected: string, got: string, line?: number): ReadResult => ({
    node: null,
    problems: [{ file: shown, ...(line === undefined ? {} : { line }), path: '', expected, got }],
  });
  const bytes = readBytes(absolute);
  if (typeof bytes === 'string') return whole(`a readable file of at most ${MAX_BYTES} bytes`, bytes);
  const text = decode(bytes);
  if (text === null) return whole('UTF-8 text', 'other bytes');
  const scanned = scan(text);
  if (scanned.too_deep) return whole(`at most ${MAX_DEPTH} levels of nesting`, 'more levels');
  const parsed = parse(text);
  if (!parsed.ok) return whole('valid JSON5', parsed.reason, parsed.line);
  const value = parsed.value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return whole('an object', kindOf(value));
  const problems: Problem[] = scanned.problems.map((one) => ({ file: shown, line: one.line, path: formatPath(one.path), expected: one.expected, got: one.got }));
  const node = toNode(value, [], { file: shown, scanned, env, problems });
  return { node: node.kind === 'object' ? node : null, problems };
}

/** The file's bytes, or why not. Nothing but a plain file is read: a pipe would wait for ever. */
function readBytes(absolute: string): Buffer | string {
  let descriptor: number;
  try {
    descriptor = openSync(absolute, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT' ? 'no such file' : 'a file that cannot be opened';
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return 'something that is no plain file';
    if (stat.size > MAX_BYTES) return `${stat.size} bytes`;
    const buffer = Buffer.alloc(stat.size);
    return buffer.subarray(0, readSync(descriptor, buffer));
  } catch {
    return 'a file that cannot be read';
  } finally {
    closeSync(descriptor);
  }
}

function decode(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function parse(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string; readonly line: number } {
  try {
    return { ok: true, value: JSON5.parse(text) };
  } catch (thrown) {
    // The parser's own words show the character; that one is no secret, and it is what a person looks for.
    const message = thrown instanceof Error ? thrown.message.replace(/^JSON5: /, '') : 'a syntax error';
    const at = /at (\d+):(\d+)$/.exec(message);
    return { ok: false, reason: message.replace(/ at (\d+):(\d+)$/, ' at line $1, column $2'), line: Number(at?.[1] ?? 1) };
  }
}

interface Context {
  readonly file: string;
  readonly scanned: Scan;
  readonly env: Environment;
  readonly problems: Problem[];
}

function toNode(value: unknown, path: ConfigPath, context: Context): SourceNode {
  const source = { file: context.file, line: lineOf(path, context.scanned) };
  if (Array.isArray(value)) return { kind: 'array', source, items: value.map((item: unknown, index) => toNode(item, [...path, index], context)) };
  if (typeof value === 'object' && value !== null) {
    const entries = new Map<string, Entry>();
    for (const [written, child] of Object.entries(value)) addEntry(entries, written, child, path, context);
    return { kind: 'object', source, entries };
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return { kind: 'scalar', source, value, origin: 'literal' };
  return { kind: 'scalar', source, value: null, origin: 'literal' };
}

function addEntry(entries: Map<string, Entry>, written: string, child: unknown, path: ConfigPath, context: Context): void {
  const node = toNode(child, [...path, written], context);
  const key = expandText(written, context.env);
  const complain = (expected: string, got: string): void => {
    context.problems.push({ file: context.file, line: node.source.line, path: formatPath([...path, written]), expected, got });
  };
  if (!key.ok) for (const problem of key.problems) complain(problem.expected, problem.got);
  // A key that was forbidden as it stands has been reported already.
  else if (isForbiddenKey(key.text) && key.text !== written) complain('a key that means nothing to the language', 'a forbidden key from a variable');
  else if (entries.has(key.text)) complain('each key once', 'the same key again, from a variable');
  else if (!isForbiddenKey(key.text)) entries.set(key.text, { written, node });
}

/** Array items have no line of their own: they are found by their nearest key. */
function lineOf(path: ConfigPath, scanned: Scan): number {
  for (let length = path.length; length > 0; length -= 1) {
    const line = scanned.lines.get(JSON.stringify(path.slice(0, length)));
    if (line !== undefined) return line;
  }
  return 1;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return value === null ? 'null' : `a ${typeof value}`;
}

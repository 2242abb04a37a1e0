import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { CROSS_CHECKS } from './cross-check/all.ts';
import type { KnownSections, Remark } from './cross-check/remark.ts';
import { describeNode } from './describe.ts';
import { readEnvironment } from './environment.ts';
import { expandValues } from './expand.ts';
import { deepFreeze } from './freeze.ts';
import { readWithIncludes } from './include.ts';
import { literalSecrets, SECRET_IN_FILE } from './literal-secrets.ts';
import { formatPath, type Problem } from './problem.ts';
import type { Environment } from './read-file.ts';
import { root } from './schema/root.ts';
import { problemsOf } from './schema-problems.ts';
import type { Settings } from './settings.ts';
import { nodeAt, toPlain, writtenPath, type ConfigPath, type SourceNode } from './source-node.ts';

export interface LoadOptions {
  /** Layer 1; its folder is the include root. Relative to `cwd`. */
  readonly rootFile: string;
  readonly env: Environment;
  /** Files are shown relative to it. */
  readonly cwd: string;
}

export type LoadResult =
  | { readonly ok: true; readonly settings: Settings; readonly warnings: readonly Problem[]; readonly files: readonly string[] }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly warnings: readonly Problem[]; readonly files: readonly string[] };

/**
 * Reads, includes, expands, merges and judges the whole configuration: one frozen object, or every problem at once.
 * Reads files and nothing else; never rejects for what a file holds.
 */
export async function loadSettings({ rootFile, env, cwd }: LoadOptions): Promise<LoadResult> {
  const absolute = resolve(cwd, rootFile);
  const real = realFile(absolute);
  const show = (file: string): string => showFile(file, realFolder(cwd) ?? cwd);
  if (real === null) return failed([{ file: show(absolute), path: '', expected: 'a configuration file', got: 'no such file' }], [], []);
  const environment = readEnvironment(dirname(real), env);
  if (!environment.ok) return failed([{ file: show(environment.file), path: '', expected: 'a readable file of at most 1 MB', got: environment.got }], [], []);

  const included = readWithIncludes(real, environment.env, show);
  if (included.node === null) return failed(included.problems, [], included.files);
  const problems: Problem[] = [...included.problems];
  const node = expandValues(included.node, environment.env, problems);
  const judged = judge(node, problems);
  const all = [...problems, ...judged.problems];
  if (judged.settings === null || all.length > 0) return failed(all, judged.warnings, included.files);
  return { ok: true, settings: deepFreeze(judged.settings), warnings: judged.warnings, files: included.files };
}

interface Judged {
  readonly settings: Settings | null;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

function judge(node: SourceNode, before: readonly Problem[]): Judged {
  const value = toPlain(node);
  const parsed = root.safeParse(value);
  const known: KnownSections = parsed.success ? parsed.data : rightSections(value);
  const remarks = [...CROSS_CHECKS.flatMap((check) => check(known)), ...secretRemarks(node, known)];
  const toProblem = (remark: Remark): Problem => problemOfRemark(remark, node);
  const found = parsed.success ? [] : problemsOf(parsed.error.issues, root, node);
  return {
    settings: parsed.success ? parsed.data : null,
    problems: [...withoutEchoes(found, before), ...remarks.filter((remark) => remark.level === 'error').map(toProblem)],
    warnings: remarks.filter((remark) => remark.level === 'warning').map(toProblem),
  };
}

/** The sections that are right, so that what they say of each other is judged in the same go. */
function rightSections(value: unknown): KnownSections {
  if (typeof value !== 'object' || value === null) return {};
  const right = Object.entries(value).filter(([key, section]) => {
    const schema = Object.entries(root.shape).find(([name]) => name === key)?.[1];
    return schema?.safeParse(section).success === true;
  });
  const parsed = root.partial().safeParse(Object.fromEntries(right));
  return parsed.success ? withoutUndefined(parsed.data) : {};
}

function withoutUndefined(sections: { readonly [K in keyof KnownSections]: KnownSections[K] | undefined }): KnownSections {
  return Object.fromEntries(Object.entries(sections).filter(([, section]) => section !== undefined));
}

/** What a file that could not be read, or a variable that is not set, leaves behind is not a second problem. */
function withoutEchoes(found: readonly Problem[], before: readonly Problem[]): readonly Problem[] {
  const broken = new Set(before.map((problem) => problem.path));
  const unread = before.map((problem) => problem.path.replace(/\.?\$include$/, ''));
  return found.filter((problem) => {
    if (broken.has(problem.path)) return false;
    return problem.got !== 'nothing' || !unread.some((path) => path === '' || problem.path === path || problem.path.startsWith(`${path}.`));
  });
}

function secretRemarks(node: SourceNode, { environment }: KnownSections): readonly Remark[] {
  const level = environment === 'production' ? 'error' : 'warning';
  return literalSecrets(root, node).map(({ path }) => ({ level, path, expected: 'a secret from the environment: "${NAME}"', got: SECRET_IN_FILE }));
}

/** What sections say of each other may quote a value; one that came from the environment is not repeated. */
function problemOfRemark({ path, expected, got, suggestion }: Remark, root_node: SourceNode): Problem {
  const { node, exact } = nodeAt(root_node, path);
  const place = placeOf(root_node, path);
  if (exact && node.kind === 'scalar' && node.origin === 'environment') return { ...place, expected, got: describeNode(node, false) };
  return { ...place, expected, got, ...(suggestion === undefined ? {} : { suggestion }) };
}

function placeOf(root_node: SourceNode, path: ConfigPath): Pick<Problem, 'file' | 'line' | 'path'> {
  const { source } = nodeAt(root_node, path).node;
  return { file: source.file, line: source.line, path: formatPath(writtenPath(root_node, path)) };
}

function failed(problems: readonly Problem[], warnings: readonly Problem[], files: readonly string[]): LoadResult {
  return { ok: false, problems, warnings, files };
}

/** The folder of the name that was given is the include root, also when the file itself is a link into another one. */
function realFile(path: string): string | null {
  const folder = realFolder(dirname(path));
  return folder === null ? null : join(folder, basename(path));
}

function realFolder(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
}

function showFile(file: string, cwd: string): string {
  const short = relative(cwd, file);
  return short.startsWith('..') || isAbsolute(short) ? file : short.split(sep).join('/');
}

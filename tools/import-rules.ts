import { createRequire } from 'node:module';
import { cruise } from 'dependency-cruiser';
import type { ICruiseOptions, IForbiddenRuleType } from 'dependency-cruiser';
import { listSourceFiles, SOURCE_FOLDERS } from './source-files.ts';

/** One import that a rule forbids; `from` and `to` are paths relative to the root, `to` may be a package or a builtin. */
export interface ForbiddenImport {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  readonly comment: string;
}

export interface ImportReport {
  /** Code files of the tree that were really read. */
  readonly read: number;
  /** Files that stand in the tree and were not read: the rules say nothing about them. */
  readonly unread: readonly string[];
  readonly forbidden: readonly ForbiddenImport[];
}

export interface RuleSet {
  readonly forbidden: readonly IForbiddenRuleType[];
  readonly options: ICruiseOptions;
}

/** The rules of `.dependency-cruiser.cjs` beside this folder. */
export function readRuleSet(): RuleSet {
  const require = createRequire(import.meta.url);
  return require('../.dependency-cruiser.cjs') as RuleSet;
}

/**
 * Reads all imports under `root` and holds them against the rules.
 *
 * A cruiser that understands no TypeScript reads nothing and finds nothing wrong; the caller must look at `read` and `unread` too
 * (`isClean` does).
 */
export async function checkImports(root: string, rules: RuleSet): Promise<ImportReport> {
  const files = listSourceFiles(root);
  const folders = SOURCE_FOLDERS.filter((folder) => files.some((file) => file.startsWith(`${folder}/`)));
  if (folders.length === 0) return { read: 0, unread: [], forbidden: [] };
  const result = await cruise([...folders], {
    ...rules.options,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: [...rules.forbidden] },
  });
  if (typeof result.output === 'string') throw new Error('The import reader answered with text instead of data.');
  const { modules, summary } = result.output;
  const seen = new Set(modules.map((module) => module.source));
  const comments = new Map(rules.forbidden.map((rule) => [rule.name, rule.comment ?? '']));
  return {
    read: files.filter((file) => seen.has(file)).length,
    unread: files.filter((file) => !seen.has(file)),
    forbidden: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to, comment: comments.get(rule.name) ?? '' })),
  };
}

/** True when everything was read, something was read, and nothing forbidden was found. */
export function isClean(report: ImportReport): boolean {
  return report.read > 0 && report.unread.length === 0 && report.forbidden.length === 0;
}

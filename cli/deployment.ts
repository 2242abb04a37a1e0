import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRedact } from '../agents/redact.ts';
import type { Settings } from '../settings/settings.ts';
import { loadSettings } from '../settings/load.ts';
import { secretsOf } from '../settings/secrets-of.ts';
import { EXIT } from './exit-codes.ts';
import { complain } from './print.ts';

/** Options that every command has. */
export interface GlobalOptions {
  readonly config?: string;
  readonly state?: string;
  readonly json?: boolean;
  readonly dryRun?: boolean;
}

/** One deployment on this machine: its configuration, its state folder, and how to keep its secrets out of sight. */
export interface Deployment {
  readonly rootFile: string;
  readonly stateDir: string;
  readonly settings: Settings;
  readonly redact: (text: string) => string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export const PROJECT_ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

export function rootFileOf(options: GlobalOptions): string {
  return options.config === undefined ? join(PROJECT_ROOT, 'atlas.json5') : resolve(options.config);
}

export function stateDirOf(options: GlobalOptions): string {
  const state = options.state ?? process.env['ATLAS_STATE_DIR'] ?? join(PROJECT_ROOT, 'state');
  return isAbsolute(state) ? state : resolve(state);
}

/** Ends the command with a code and the words for people; caught in one place. */
export class CommandError extends Error {
  readonly exit: number;

  constructor(message: string, exit: number = EXIT.failed) {
    super(message);
    this.exit = exit;
  }
}

/** Loads the configuration, or prints everything that is wrong with it and ends with code 2. */
export async function openDeployment(options: GlobalOptions): Promise<Deployment> {
  const rootFile = rootFileOf(options);
  const loaded = await loadSettings({ rootFile, env: process.env, cwd: process.cwd() });
  if (!loaded.ok) {
    for (const problem of loaded.problems) complain(formatProblem(problem));
    throw new CommandError(`${loaded.problems.length} problem${loaded.problems.length === 1 ? '' : 's'} in the configuration; nothing was started`, EXIT.usage);
  }
  return { rootFile, stateDir: stateDirOf(options), settings: loaded.settings, redact: createRedact(secretsOf(loaded.settings)), env: process.env };
}

export interface PrintableProblem {
  readonly file: string;
  readonly line?: number | undefined;
  readonly path: string;
  readonly expected: string;
  readonly got?: string | undefined;
  readonly suggestion?: string | undefined;
}

/** `project/integrations/jira.json5:12: integrations.jira.site: expected …, got …. Did you mean …?` */
export function formatProblem(problem: PrintableProblem): string {
  const got = problem.got === undefined || problem.got === '' ? '' : `, got ${problem.got}`;
  const suggestion = problem.suggestion === undefined ? '' : ` Did you mean "${problem.suggestion}"?`;
  const where = problem.line === undefined ? problem.file : `${problem.file}:${problem.line}`;
  return `${where}: ${problem.path === '' ? '' : `${problem.path}: `}expected ${problem.expected}${got}.${suggestion}`;
}

import { dirname, join, resolve } from 'node:path';
import type { ChecklistItem } from './checklist/checklist-input.ts';
import { lookAtEnvFile, lookAtLocks, modeOfFolder, readTextFile } from './checklist/look-around.ts';
import { productionChecklist } from './checklist/production.ts';
import { readEnvironment } from './environment.ts';
import { loadSettings, type LoadOptions } from './load.ts';
import type { Problem } from './problem.ts';

export interface CheckOptions extends LoadOptions {
  /** Relative to `cwd`. */
  readonly stateDir: string;
  /** Epoch milliseconds, by which locks are judged. */
  readonly now_ms?: number;
}

export interface CheckResult {
  /** The configuration can be started; the check-list is advice. */
  readonly ok: boolean;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly checklist: readonly ChecklistItem[];
  readonly files: readonly string[];
}

/** Everything that can be said about a deployment without reaching out: its configuration's problems, and the production check-list. */
export async function checkConfiguration({ stateDir, now_ms = Date.now(), ...options }: CheckOptions): Promise<CheckResult> {
  const loaded = await loadSettings(options);
  const folder = dirname(resolve(options.cwd, options.rootFile));
  const environment = readEnvironment(folder, options.env);
  const variables = Object.entries(environment.ok ? environment.env : options.env).filter(([, value]) => value !== undefined && value !== '');
  const state = resolve(options.cwd, stateDir);
  const problems = loaded.ok ? [] : loaded.problems;
  const checklist = productionChecklist({
    settings: loaded.ok ? loaded.settings : null,
    problems,
    warnings: loaded.warnings,
    variables: new Set(variables.map(([name]) => name)),
    env_file: await lookAtEnvFile(folder, options.env),
    locks: lookAtLocks(join(state, 'locks')),
    state_mode: modeOfFolder(state),
    compose: readTextFile(join(folder, 'docker-compose.yml')),
    now_ms,
  });
  return { ok: loaded.ok, problems, warnings: loaded.warnings, checklist, files: loaded.files };
}

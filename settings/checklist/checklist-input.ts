import type { Problem } from '../problem.ts';
import type { Settings } from '../settings.ts';

/** What the check-list judges; everything that had to be looked up has been. */
export interface ChecklistInput {
  /** null: the configuration has problems. */
  readonly settings: Settings | null;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** Names that are set and not empty, in the environment or in `.env`. */
  readonly variables: ReadonlySet<string>;
  readonly env_file: EnvFile;
  readonly locks: readonly LockFile[];
  /** Permission bits of the state folder; null: there is none yet. */
  readonly state_mode: number | null;
  /** Text of docker-compose.yml beside the root file; null: there is none. */
  readonly compose: string | null;
  readonly now_ms: number;
}

/** How `.env` beside the root file is kept. */
export interface EnvFile {
  /** Permission bits; null: there is no `.env`, or the system knows no such bits. */
  readonly mode: number | null;
  /** null: no git work tree, or no git. */
  readonly git: 'ignored' | 'not_ignored' | 'tracked' | null;
}

/** One file of `state/locks`, as far as the list needs to know it. */
export interface LockFile {
  readonly name: string;
  readonly readable: boolean;
  /** Epoch milliseconds; null: it does not say. */
  readonly expected_release_ms: number | null;
}

/** One line of the production check-list. Holds no secret. */
export interface ChecklistItem {
  /** Stable, e.g. `env-file-private`. */
  readonly id: string;
  readonly title: string;
  readonly status: 'ok' | 'warn' | 'fail';
  /** What was found. */
  readonly detail: string;
  /** What to do when it is not ok. */
  readonly remedy: string;
}

/** One item of the list. Pure. */
export type ChecklistRule = (input: ChecklistInput) => ChecklistItem;

/** What must be right in production and may wait elsewhere. */
export function strictIn({ settings }: ChecklistInput): 'warn' | 'fail' {
  return settings === null || settings.environment === 'production' ? 'fail' : 'warn';
}

import type { RunbookAction } from './action.ts';
import { checkDependencies } from './check-dependencies.ts';
import { checkLogs } from './check-logs.ts';
import { checkResources } from './check-resources.ts';
import { proposals } from './proposals.ts';
import { restart, restartRoot } from './restart.ts';

/** Every action that a runbook may name. A new one is one file and one entry here. */
const ACTIONS: readonly RunbookAction[] = [checkLogs, checkResources, checkDependencies, restart, restartRoot, ...proposals];

export function actionNamed(name: string): RunbookAction | null {
  return ACTIONS.find((action) => action.name === name) ?? null;
}

import { repairRules } from '../../core/repair/repair-rules.ts';
import type { RepairRules } from '../../core/repair/next-step.ts';
import type { AgentContext } from '../frame/agent-context.ts';

/** The rules for what follows this runbook; a name that is not configured has the general ones. */
export function rulesFor(context: AgentContext, runbook: string | undefined): RepairRules {
  const { runbooks, verification } = context.settings;
  const own = runbook !== undefined && Object.hasOwn(runbooks, runbook) ? runbooks[runbook] : undefined;
  return repairRules(verification, own ?? null);
}

import { checkAgents } from './agents.ts';
import { checkIntegrations } from './integrations.ts';
import type { CrossCheck } from './remark.ts';
import { checkRepair } from './repair.ts';
import { checkScenarios } from './scenarios.ts';
import { checkServices } from './services.ts';
import { checkThresholds } from './thresholds.ts';

/** What no schema of one section can see. A new kind is one file and one line here. */
export const CROSS_CHECKS: readonly CrossCheck[] = [checkAgents, checkIntegrations, checkServices, checkThresholds, checkRepair, checkScenarios];

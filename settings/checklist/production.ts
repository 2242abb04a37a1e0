import type { ChecklistInput, ChecklistItem, ChecklistRule } from './checklist-input.ts';
import { configurationRight, logRotation, redisGiven, staleLocks, statePrivate } from './host.ts';
import { deadManSwitch, realChannels, realContacts } from './people.ts';
import { dryRun, leastPrivilege, neverRestarted, rateLimits } from './rights.ts';
import { credentialsGiven, envFileIgnored, envFilePrivate, gateTokenStrong, secretsInEnvironment } from './secrets.ts';

const RULES: readonly ChecklistRule[] = [
  configurationRight, secretsInEnvironment, envFileIgnored, envFilePrivate, credentialsGiven, gateTokenStrong, leastPrivilege, rateLimits, neverRestarted, dryRun,
  realContacts, realChannels, deadManSwitch, staleLocks, logRotation, redisGiven, statePrivate,
];

/** Is this deployment fit for production? One item each, in the order in which they should be mended. Pure. */
export function productionChecklist(input: ChecklistInput): readonly ChecklistItem[] {
  return RULES.map((rule) => rule(input));
}

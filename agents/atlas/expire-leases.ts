import type { AgentContext } from '../frame/agent-context.ts';

/** Looking at the locks is what lets go of leases whose holder is dead and puts their mirrors right. */
export async function expireLeases(context: AgentContext): Promise<void> {
  await context.locks.active();
}

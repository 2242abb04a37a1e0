import type { AgentContext } from '../frame/agent-context.ts';

/** Pings the outside watcher while all is well; it calls people when this stops. */
export interface DeadMan {
  ping(): Promise<void>;
}

/** At most once an interval, in whatever rhythm it is asked. */
export function createDeadManPulse(context: AgentContext, dead_man: DeadMan | null): () => Promise<void> {
  let last_ms = Number.NEGATIVE_INFINITY;
  return async () => {
    if (dead_man === null) return;
    const now_ms = context.clock.monotonic_ms();
    if (now_ms - last_ms < context.settings.integrations.dead_man.interval_s * 1000) return;
    last_ms = now_ms;
    try {
      await dead_man.ping();
    } catch (thrown) {
      context.log.warn('the dead-man address did not answer', { error: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  };
}

import type { AgentContext, AgentProgram } from '../frame/agent-context.ts';
import { createDeadManPulse, type DeadMan } from './dead-man.ts';
import { reconcile } from './reconcile.ts';
import { supervise, type Starts } from './supervise.ts';
import type { SlotOffers, Team } from './team.ts';
import { tellHealth } from './tell-health.ts';

/** How often processes are looked at between two supervision slots: a look costs nothing and a death is seen at once. */
const LOOK_EVERY_MS = 500;

/** Starts and watches the others, puts right what nobody asks about, and proves to the outside that somebody is awake. */
export function atlas(context: AgentContext, doors: { readonly team: Team | null; readonly offers: SlotOffers; readonly dead_man: DeadMan | null }): AgentProgram {
  const starts: Starts = new Map();
  const pulse = createDeadManPulse(context, doors.dead_man);
  return {
    jobs: {
      supervise: async () => {
        await supervise(context, doors.team, starts);
        await tellHealth(context);
        await pulse();
      },
      reconcile: () => reconcile(context, doors.team, doors.offers),
    },
    async run(signal) {
      while (!signal.aborted) {
        try {
          await supervise(context, doors.team, starts);
        } catch (thrown) {
          context.log.error('supervision failed', { error: thrown instanceof Error ? thrown.message : String(thrown) });
        }
        await context.clock.sleep(LOOK_EVERY_MS, signal);
      }
    },
  };
}

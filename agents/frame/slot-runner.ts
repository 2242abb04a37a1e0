import type { SlotOffer } from '../../core/ports.ts';
import { slotKey } from '../../core/slot.ts';
import type { AgentContext, AgentProgram } from './agent-context.ts';

/** The claim on a slot, made in the ledger. */
export interface SlotClaims {
  claim(key: string): Promise<boolean>;
  finish(key: string, ok: boolean, note?: string): Promise<void>;
}

/**
 * Runs each job at most once a slot, whoever offers it: the queue, or the agent's own clock when the queue is late. A run that
 * is still going when the next is due swallows it: every round looks at the whole state anyway.
 */
export function createSlotRunner(context: AgentContext, program: AgentProgram, claims: SlotClaims, signal: AbortSignal) {
  const running = new Set<string>();
  return async function run(offer: Pick<SlotOffer, 'schedule' | 'due_ms'>): Promise<void> {
    const job = program.jobs[offer.schedule];
    if (job === undefined || signal.aborted || running.has(offer.schedule)) return;
    running.add(offer.schedule);
    try {
      const key = slotKey(context.name, offer.schedule, offer.due_ms);
      if (!(await claims.claim(key))) return;
      const failure = await attempt(() => job({ due_ms: offer.due_ms, signal }));
      if (failure !== null) context.log.error('a job failed', { schedule: offer.schedule, error: failure });
      await claims.finish(key, failure === null, failure ?? undefined);
    } catch (thrown) {
      // The ledger itself refused: nothing was promised, the next slot tries again.
      context.log.error('a slot could not be run', { schedule: offer.schedule, error: thrown instanceof Error ? thrown.message : String(thrown) });
    } finally {
      running.delete(offer.schedule);
    }
  };
}

async function attempt(job: () => Promise<void>): Promise<string | null> {
  try {
    await job();
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

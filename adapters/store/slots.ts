import type { Holder } from '../../core/agent.ts';
import { newEvent } from '../../core/event-data.ts';
import type { Actor } from '../../core/event.ts';
import type { Ledger } from '../../core/ports.ts';
import type { IsAlive } from './holder.ts';

/** Why a slot was or wasn't ours. `attempt` counts the claims, so a run after a crash knows that it is one. */
export type SlotClaim =
  | { readonly claimed: true; readonly attempt: number }
  | { readonly claimed: false; readonly reason: 'finished' | 'running' | 'given_up' };

const MOST_ATTEMPTS = 3;

/**
 * Claims one run of one schedule (`slotKey`). Exactly one caller among all processes gets it; a claim whose holder died without
 * finishing can be claimed again, at most three times in all, so that a run that kills its process does not go on for ever.
 */
export async function claimSlot(
  ledger: Ledger,
  request: { readonly key: string; readonly holder: Holder; readonly actor: Actor; readonly most_attempts?: number },
  isAlive: IsAlive,
): Promise<SlotClaim> {
  const { key, holder, actor } = request;
  const known = await ledger.get('slot', key);
  // Finished is final: the common case of a second offer costs no write lock.
  if (known !== null && known.finished_at !== null) return { claimed: false, reason: 'finished' };
  const { result } = await ledger.transact<SlotClaim>((view) => {
    const row = view.get('slot', key);
    if (row !== null) {
      if (row.finished_at !== null) return { events: [], result: { claimed: false, reason: 'finished' } };
      if (isAlive(row.claimed_by)) return { events: [], result: { claimed: false, reason: 'running' } };
      if (row.attempts >= (request.most_attempts ?? MOST_ATTEMPTS)) return { events: [], result: { claimed: false, reason: 'given_up' } };
    }
    return { events: [newEvent('slot.claimed', actor, null, { key, holder })], result: { claimed: true, attempt: (row?.attempts ?? 0) + 1 } };
  });
  return result;
}

/** Marks the run as over. false when it was not `holder`'s any more (it was taken for dead and somebody else claimed it). */
export async function finishSlot(
  ledger: Ledger,
  request: { readonly key: string; readonly holder: Holder; readonly actor: Actor; readonly ok: boolean; readonly note?: string },
): Promise<boolean> {
  const { key, holder, actor, ok, note } = request;
  const { result } = await ledger.transact((view) => {
    const row = view.get('slot', key);
    if (row === null || row.finished_at !== null || row.claimed_by.instance !== holder.instance) return { events: [], result: false };
    return { events: [newEvent('slot.finished', actor, null, { key, ok, ...(note === undefined ? {} : { note }) })], result: true };
  });
  return result;
}

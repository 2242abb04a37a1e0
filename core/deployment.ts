import { storyEvent } from './event-data.ts';
import type { Actor, NewEvent } from './event.ts';
import type { LedgerView } from './ledger-view.ts';

/**
 * The random id that a ledger gets with its first event. It is part of every effect's key, so that a new ledger beside an old
 * Jira project never takes old tickets for its own.
 */
export function deploymentOf(view: LedgerView, actor: Actor, name: string, fresh_id: string): { readonly id: string; readonly events: readonly NewEvent[] } {
  const [first] = view.events({ kinds: ['ledger.created'], limit: 1 });
  if (typeof first?.data['id'] === 'string') return { id: first.data['id'], events: [] };
  return { id: fresh_id, events: [storyEvent('ledger.created', actor, null, { id: fresh_id, name })] };
}

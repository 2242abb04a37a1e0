import { describe, expect, it } from 'vitest';
import { deploymentOf } from '../../core/deployment.ts';
import { storyEvent } from '../../core/event-data.ts';
import type { LedgerEvent } from '../../core/event.ts';
import type { LedgerView } from '../../core/ledger-view.ts';
import { toLedgerEvent } from './story.ts';

function viewOf(...stored: readonly LedgerEvent[]): LedgerView {
  return {
    get: () => null,
    list: () => [],
    events: ({ kinds, limit }) => stored.filter((event) => kinds?.includes(event.kind) !== false).slice(0, limit),
    attemptsSince: () => 0,
    head: () => ({ seq: stored.length, hash: '' }),
  };
}

describe('the id of a deployment', () => {
  it('is made with the first event of its ledger', () => {
    expect(deploymentOf(viewOf(), 'atlas', 'shop', 'fresh')).toEqual({ id: 'fresh', events: [{ kind: 'ledger.created', actor: 'atlas', incident_id: null, data: { id: 'fresh', name: 'shop' } }] });
  });

  it('is the one that the ledger has, for ever after', () => {
    const created = toLedgerEvent(storyEvent('ledger.created', 'atlas', null, { id: 'old', name: 'shop' }), 1);
    const other = toLedgerEvent(storyEvent('agent.started', 'atlas', null, { id: 'other' }), 2);
    expect(deploymentOf(viewOf(created, other), 'ops-monitor', 'shop', 'fresh')).toEqual({ id: 'old', events: [] });
  });
});

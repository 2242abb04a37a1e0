import { ticketLabel } from '../../core/effects/incident-ticket.ts';
import { storyEvent } from '../../core/event-data.ts';
import type { AgentContext } from '../frame/agent-context.ts';

/** When a ticket's creation was in doubt, it is looked for once more this long after it. */
const POST_CHECK_AFTER_MS = 10 * 60_000;

/**
 * The promise "at most one open ticket" needs a second look: after a creation whose answer was lost, a search that lagged may
 * have hidden the first ticket. Doubles are recorded for people with the key that stays.
 */
export async function mergeDuplicates(context: AgentContext): Promise<void> {
  const now_ms = context.clock.now();
  const doubtful = (await context.ledger.list('effect', ['done'])).filter(
    (effect) => effect.tool === 'jira.create' && effect.attempts > 1 && effect.attempted_at !== null && now_ms - Date.parse(effect.attempted_at) > POST_CHECK_AFTER_MS,
  );
  for (const effect of doubtful) {
    const id = effect.incident_id ?? '';
    const checked = await context.ledger.events({ incident_id: id, kinds: ['ticket.post_checked'], limit: 1 });
    if (checked.length > 0) continue;
    const found = await context.gate.call({ tool: 'jira.search', incident_id: id, run: () => context.tickets.findByLabel(ticketLabel(context.effects.deployment, id)) });
    const [keep, ...doubles] = found.map((ticket) => ticket.key);
    await context.ledger.append([storyEvent('ticket.post_checked', context.name, id, { keep: keep ?? null, doubles })]);
  }
}

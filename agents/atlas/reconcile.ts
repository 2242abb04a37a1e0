import type { AgentName } from '../../core/agent.ts';
import { isAgentName } from '../../core/agent.ts';
import { newEvent } from '../../core/event-data.ts';
import { slotKey } from '../../core/slot.ts';
import type { AgentContext } from '../frame/agent-context.ts';
import { expireLeases } from './expire-leases.ts';
import { mergeDuplicates } from './merge-duplicates.ts';
import type { SlotOffers, Team } from './team.ts';

/** What must be put right although nobody asks: slots that died with their worker, slots that were missed, leases, doubles. */
export async function reconcile(context: AgentContext, team: Team | null, offers: SlotOffers): Promise<void> {
  await reviveSlots(context, team, offers);
  await offerMissed(context, offers);
  await expireLeases(context);
  await mergeDuplicates(context);
}

/** A slot whose worker died is offered again, unless a newer one of the same schedule has made it pointless. */
async function reviveSlots(context: AgentContext, team: Team | null, offers: SlotOffers): Promise<void> {
  if (team === null) return;
  const claimed = await context.ledger.list('slot', ['claimed']);
  for (const slot of claimed) {
    if (team.isAlive(slot.claimed_by)) continue;
    const parsed = parseSlotKey(slot.key);
    if (parsed === null) continue;
    const newer = await context.ledger.read((view) => view.list('slot').some((other) => other.key.startsWith(`${parsed.agent}/${parsed.schedule}@`) && other.key > slot.key));
    if (newer) await context.ledger.append([newEvent('slot.finished', context.name, null, { key: slot.key, ok: false, note: 'superseded' })]);
    else await tryOffer(context, offers, parsed.agent, parsed.schedule, parsed.due_ms);
  }
}

/** Runs that were due while nobody was there: late rather than never, within each schedule's catch-up time. */
async function offerMissed(context: AgentContext, offers: SlotOffers): Promise<void> {
  const now_ms = context.clock.now();
  const [created] = await context.ledger.events({ kinds: ['ledger.created'], limit: 1 });
  const since_ms = created === undefined ? now_ms : Date.parse(created.at);
  for (const [agent, config] of Object.entries(context.settings.agents)) {
    if (!isAgentName(agent) || !config.enabled) continue;
    for (const [schedule, { cron, catch_up_s }] of Object.entries(config.schedules)) {
      const due_ms = offers.previousDue(cron, context.settings.time_zone, now_ms, catch_up_s * 1000);
      // What was due before this deployment began was never missed.
      if (due_ms === null || due_ms < since_ms || now_ms - due_ms < MISSED_AFTER_MS) continue;
      if ((await context.ledger.get('slot', slotKey(agent, schedule, due_ms))) === null) await tryOffer(context, offers, agent, schedule, due_ms);
    }
  }
}

const MISSED_AFTER_MS = 30_000;

async function tryOffer(context: AgentContext, offers: SlotOffers, agent: AgentName, schedule: string, due_ms: number): Promise<void> {
  try {
    await offers.offer(agent, schedule, due_ms);
  } catch (thrown) {
    context.log.debug('the queue is away', { error: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

function parseSlotKey(key: string): { readonly agent: AgentName; readonly schedule: string; readonly due_ms: number } | null {
  const [path, due] = key.split('@');
  const [agent, schedule] = (path ?? '').split('/');
  if (agent === undefined || schedule === undefined || due === undefined || !isAgentName(agent)) return null;
  return { agent, schedule, due_ms: Date.parse(due) };
}

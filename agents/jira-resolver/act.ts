import { effectKey } from '../../core/digest.ts';
import type { JsonValue } from '../../core/event.ts';
import { newEvent, storyEvent } from '../../core/event-data.ts';
import type { Incident, RepairAttempt } from '../../core/incident.ts';
import type { AgentContext } from '../frame/agent-context.ts';

/** Longer than any restart takes; a resolver that died in it leaves a lease that others may take when it is over. */
const LEASE_MS = 120_000;

/**
 * Restarts the target of a planned attempt, once. The wish records which container, and since when it ran: a successor that
 * finds the attempt half done compares the engine's start time with it and never restarts twice.
 */
export async function act(context: AgentContext, incident: Incident, attempt: RepairAttempt): Promise<void> {
  const name = context.settings.services.catalog[attempt.target]?.container;
  if (name === undefined) return;
  const key = effectKey(context.effects.deployment, incident.id, 'docker.restart', String(attempt.n), String(incident.reopened));
  const lease = await context.locks.acquire({ name: `restart-${name}`, reason: `${incident.id} attempt ${attempt.n}`, ttl_ms: LEASE_MS, blocks: [] });
  if (lease === null) return;
  try {
    const known = await context.ledger.get('effect', key);
    const before = known === null ? await context.gate.call({ tool: 'docker.inspect', incident_id: incident.id, run: () => context.containers.inspect(name) }) : null;
    const input: JsonValue = known === null && before !== null ? { container: name, id: before.id, started_at: before.started_at, restart_count: before.restart_count, fence: lease.fence } : (known?.input ?? null);
    const wish = input as { readonly id: string; readonly started_at: string };
    const outcome = await context.gate.effect({
      key,
      tool: 'docker.restart',
      incident_id: incident.id,
      input,
      perform: async () => {
        await context.containers.restart(wish.id, { fence: lease.fence, timeout_s: context.settings.policy.restart.stop_timeout_s });
        return { started_at: (await context.containers.inspect(name)).started_at };
      },
      lookup: async () => {
        const now = await context.containers.inspect(name);
        return Date.parse(now.started_at) > Date.parse(wish.started_at) ? { started_at: now.started_at } : null;
      },
      absent_is_certain: true,
      on_done: () => [newEvent('repair.acted', context.name, incident.id, { n: attempt.n, fence: lease.fence })],
    });
    if (outcome.status === 'refused') await context.ledger.append([newEvent('plan.abandoned', context.name, incident.id, { n: attempt.n, reason: outcome.error.message })]);
    if (outcome.status === 'dry_run') {
      await context.ledger.append([
        storyEvent('repair.dry_run', context.name, incident.id, { text: outcome.text }),
        newEvent('plan.abandoned', context.name, incident.id, { n: attempt.n, reason: `dry run: ${outcome.text}` }),
      ]);
    }
    if (outcome.status === 'pending') context.log.info('the restart waits', { incident: incident.id, reason: outcome.reason });
  } finally {
    await context.locks.release(lease.name);
  }
}

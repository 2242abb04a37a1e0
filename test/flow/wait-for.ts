import { setTimeout as delay } from 'node:timers/promises';
import type { LedgerEvent } from '../../core/event.ts';
import type { Incident } from '../../core/incident.ts';
import { eventually } from '../adapters/store/eventually.ts';
import { STEP_MS } from './limits.ts';
import type { Flow } from './raise-stage.ts';

/** The first event of that kind that fits, as soon as it is written. */
export function eventOf(flow: Flow, kind: string, fits: (event: LedgerEvent) => boolean = () => true): Promise<LedgerEvent> {
  return eventually(`${kind} in the ledger`, async () => (await flow.state.ledger.events({ kinds: [kind] })).find(fits), STEP_MS);
}

/** The incident on that service, as soon as it is as wanted. */
export function incidentOn(flow: Flow, service: string, what: string, wanted: (incident: Incident) => boolean): Promise<Incident> {
  return eventually(`the incident on ${service}: ${what}`, async () => (await flow.state.ledger.list('incident')).find((incident) => incident.service === service && wanted(incident)), STEP_MS);
}

/** Until the agent has finished that many further rounds of the schedule: what it would have done by itself, it has done. */
export async function furtherRounds(flow: Flow, schedule: string, rounds: number): Promise<void> {
  const finished = async (): Promise<number> => (await flow.state.ledger.list('slot', ['finished'])).filter((slot) => slot.key.startsWith(`${schedule}@`)).length;
  const before = await finished();
  await eventually(`${rounds} rounds of ${schedule}`, async () => {
    // Every look reads all slots: rarely is often enough.
    await delay(250);
    return (await finished()) >= before + rounds;
  }, STEP_MS);
}

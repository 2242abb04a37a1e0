import type { Actor, NewEvent } from '../event.ts';
import { newEvent } from '../event-data.ts';

/** The part of a scenario that a request carries: what ought to be noticed. */
export interface RequestableScenario {
  readonly name: string;
  readonly expected: {
    readonly response: 'none' | 'warning' | 'critical' | 'auto_resolve';
    readonly ticket: boolean;
    readonly message_within_s?: number | undefined;
    readonly ticket_within_s?: number | undefined;
    readonly resolved_within_s?: number | undefined;
    readonly error_rate?: number | undefined;
    readonly service?: string | undefined;
  };
}

/** Asks for a rehearsal. The demo-controller takes it from the ledger; asking twice with one id is asking once. */
export function requestScenario(scenario: RequestableScenario, actor: Actor, id: string): NewEvent {
  const { expected } = scenario;
  return newEvent('scenario.requested', actor, null, {
    id,
    scenario: scenario.name,
    requested_by: actor,
    expected: {
      response: expected.response,
      ticket: expected.ticket,
      message_within_s: expected.message_within_s ?? null,
      ticket_within_s: expected.ticket_within_s ?? null,
      resolved_within_s: expected.resolved_within_s ?? null,
      error_rate: expected.error_rate ?? null,
      service: expected.service ?? null,
    },
  });
}

import { createHash } from 'node:crypto';
import type { AgentName } from '../../core/agent.ts';
import { isAgentName } from '../../core/agent.ts';
import { slotKey } from '../../core/slot.ts';
import type { SlotOffer } from '../../core/ports.ts';
import { isJsonObject } from './canonical.ts';

export const DEFAULT_QUEUE_PREFIX = 'atlas';

/** One queue an agent, so that a dead agent's offers hold up nobody else's. */
export function queueName(prefix: string, agent: AgentName): string {
  return `${prefix}-${agent}`;
}

/** The same slot has the same job id while it waits. A hash, with a letter in front: BullMQ refuses ":" and plain integers. */
export function jobId(offer: SlotOffer): string {
  return `s${createHash('sha256').update(slotKey(offer.agent, offer.schedule, offer.due_ms)).digest('hex').slice(0, 32)}`;
}

/** What came out of Redis as an offer, or null: Redis is shared ground, so its content is checked like any stranger's. */
export function parseOffer(data: unknown): SlotOffer | null {
  if (!isJsonObject(data)) return null;
  const { agent, schedule, due_ms } = data;
  if (typeof agent !== 'string' || !isAgentName(agent)) return null;
  if (typeof schedule !== 'string' || !/^[a-z][a-z0-9_]{0,62}$/.test(schedule)) return null;
  if (typeof due_ms !== 'number' || !Number.isSafeInteger(due_ms) || Math.abs(due_ms) > 8.64e15) return null;
  return { agent, schedule, due_ms };
}

import type { EffectTool, ReadTool } from '../core/effect.ts';
import { storyEvent } from '../core/event-data.ts';
import type { AgentName } from '../core/agent.ts';
import type { AtlasError } from '../core/error.ts';
import type { Clock, Ledger, Logger } from '../core/ports.ts';

/** Refusals are facts too, but the same one over and over is noise: each is recorded once a minute (calls) or once at all (effects). */
export interface Refusals {
  call(tool: ReadTool, incident_id: string | null, error: AtlasError): Promise<void>;
  /** `reason` names it: another reason for the same effect is another refusal. */
  effect(tool: EffectTool, key: string, incident_id: string | null, error_code: string, reason: string): Promise<void>;
}

const CALL_PAUSE_MS = 60_000;
const MOST_REMEMBERED = 10_000;

export function createRefusals({ agent, ledger, clock, log }: { readonly agent: AgentName; readonly ledger: Ledger; readonly clock: Clock; readonly log: Logger }): Refusals {
  const saidCall_ms = new Map<ReadTool, number>();
  const saidEffects = new Set<string>();

  /** The caller gets its refusal in any case: a ledger that cannot take the note must not turn it into something else. */
  async function note(kind: string, incident_id: string | null, data: Readonly<Record<string, string>>): Promise<void> {
    try {
      await ledger.append([storyEvent(kind, agent, incident_id, data)]);
    } catch (error) {
      log.error('a refusal could not be recorded', { kind, ...data, error: String(error) });
    }
  }

  return {
    async call(tool, incident_id, error) {
      const now_ms = clock.monotonic_ms();
      const last_ms = saidCall_ms.get(tool);
      if (last_ms !== undefined && now_ms - last_ms < CALL_PAUSE_MS) return;
      saidCall_ms.set(tool, now_ms);
      await note('call.refused', incident_id, { tool, error_code: error.error_code, message: error.message });
    },
    async effect(tool, key, incident_id, error_code, reason) {
      const id = `${key} ${reason}`;
      if (saidEffects.has(id)) return;
      if (saidEffects.size >= MOST_REMEMBERED) saidEffects.clear();
      saidEffects.add(id);
      await note('guard.refused', incident_id, { tool, key, error_code, reason });
    },
  };
}

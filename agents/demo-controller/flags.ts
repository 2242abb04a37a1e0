import { effectKey } from '../../core/digest.ts';
import type { JsonValue } from '../../core/event.ts';
import type { EffectSpec } from '../../core/gate-port.ts';
import type { ScenarioRun } from '../../core/scenario-run.ts';
import type { Scenario } from '../../settings/settings.ts';
import type { AgentContext } from '../frame/agent-context.ts';
import { settle } from './settle.ts';

type FlagWish = Scenario['flags'][number];
type Purpose = 'set' | 'pulse' | 'end';

/** The flags of a scenario that go back before its end. */
export function pulsed(scenario: Scenario): readonly FlagWish[] {
  return scenario.flags.filter((flag) => flag.pulse_s !== undefined);
}

/** Puts flags back to what they were. */
export async function restoreFlags(context: AgentContext, run: ScenarioRun, wishes: readonly FlagWish[], purpose: Purpose): Promise<void> {
  for (const wish of wishes) {
    const variant = run.restore_flags[wish.flag];
    if (variant !== undefined) await settle(context, setFlag(context, run, wish.flag, variant, purpose));
  }
}

export async function areRestored(context: AgentContext, run: ScenarioRun, wishes: readonly FlagWish[], purpose: Purpose): Promise<boolean> {
  for (const wish of wishes) {
    const effect = await context.ledger.get('effect', flagKey(context, run, wish.flag, purpose));
    if (effect?.status !== 'done') return false;
  }
  return true;
}

export function setFlag(context: AgentContext, run: ScenarioRun, flag: string, variant: string, purpose: Purpose): EffectSpec<JsonValue> {
  return {
    key: flagKey(context, run, flag, purpose),
    tool: 'flagd.set',
    incident_id: null,
    input: { flag, variant },
    perform: async () => {
      await context.flags.set(flag, variant);
      return variant;
    },
    lookup: async () => ((await context.flags.read()).find((one) => one.name === flag)?.variant === variant ? variant : null),
    absent_is_certain: true,
  };
}

function flagKey(context: AgentContext, run: ScenarioRun, flag: string, purpose: Purpose): string {
  return effectKey(context.effects.deployment, run.id, 'flagd.set', flag, purpose);
}

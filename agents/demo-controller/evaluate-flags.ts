import type { AgentContext } from '../frame/agent-context.ts';

/** Flags are evaluated in bursts, one each second. */
const BURST_MS = 1_000;

/** The small driver of flag evaluations: as many a second as the rehearsal that is under way asks for, none otherwise. */
export async function driveEvaluations(context: AgentContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const start_ms = context.clock.monotonic_ms();
    try {
      await burst(context);
    } catch (thrown) {
      context.log.warn('flags could not be evaluated', { error: thrown instanceof Error ? thrown.message : String(thrown) });
    }
    await context.clock.sleep(Math.max(0, BURST_MS - (context.clock.monotonic_ms() - start_ms)), signal);
  }
}

async function burst(context: AgentContext): Promise<void> {
  const [run] = await context.ledger.list('scenario_run', ['loading']);
  const per_s = run === undefined ? 0 : (context.settings.scenarios[run.scenario]?.flag_evaluations_per_s ?? 0);
  if (per_s > 0) await context.gate.call({ tool: 'flagd.read', run: () => context.flags.evaluate(per_s) });
}

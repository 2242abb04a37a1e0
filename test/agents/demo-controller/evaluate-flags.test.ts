import { expect, it, vi } from 'vitest';
import { driveEvaluations } from '../../../agents/demo-controller/evaluate-flags.ts';
import type { AgentContext } from '../../../agents/frame/agent-context.ts';

/** Only what the driver touches. */
function contextWith(running: string | null, asked: number[]): AgentContext {
  const partial = {
    settings: { scenarios: { busy: { flag_evaluations_per_s: 100 }, quiet: { flag_evaluations_per_s: 0 } } },
    clock: { monotonic_ms: () => 0, sleep: () => new Promise((resolve) => setTimeout(resolve, 1)) },
    log: { warn: () => undefined },
    ledger: { list: () => Promise.resolve(running === null ? [] : [{ scenario: running }]) },
    gate: { call: (spec: { tool: string; run: () => Promise<unknown> }) => { expect(spec.tool).toBe('flagd.read'); return spec.run(); } },
    flags: { evaluate: (count: number) => { asked.push(count); return Promise.resolve(count); } },
  };
  return partial as unknown as AgentContext;
}

async function drive(running: string | null): Promise<readonly number[]> {
  const asked: number[] = [];
  const ending = new AbortController();
  let rounds = 0;
  const context = contextWith(running, asked);
  const list = context.ledger.list.bind(context.ledger);
  Object.assign(context.ledger, { list: (...args: Parameters<typeof list>) => { rounds += 1; return list(...args); } });
  const driving = driveEvaluations(context, ending.signal);
  await vi.waitFor(() => { expect(rounds).toBeGreaterThan(3); });
  ending.abort();
  await driving;
  return asked;
}

it('evaluates as many flags a second as the running rehearsal asks for, through the gate', async () => {
  const asked = await drive('busy');
  expect(asked.length).toBeGreaterThan(2);
  expect(new Set(asked)).toEqual(new Set([100]));
});

it('does nothing when no rehearsal asks for it', async () => {
  expect(await drive('quiet')).toEqual([]);
  expect(await drive(null)).toEqual([]);
});

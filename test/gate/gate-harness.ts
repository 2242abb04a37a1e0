import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createHolder } from '../../adapters/store/holder.ts';
import { openLedger } from '../../adapters/store/ledger.ts';
import type { Holder } from '../../core/agent.ts';
import type { EffectTool } from '../../core/effect.ts';
import { EFFECT_TOOLS, READ_TOOLS } from '../../core/effect.ts';
import type { Gate } from '../../core/gate-port.ts';
import type { LockView } from '../../core/lease.ts';
import type { Ledger, Logger } from '../../core/ports.ts';
import { createGate } from '../../gate/gate.ts';
import type { GateOptions } from '../../gate/gate-options.ts';
import type { GatePolicy } from '../../gate/policy.ts';
import { createTestClock, type TestClock } from '../adapters/store/system-clock.ts';
import { tempFolder } from '../adapters/store/temp-folder.ts';

export const silent: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export const POLICY: GatePolicy = {
  dry_run: false,
  rate_limits: [],
  breaker: { failures: 3, open_s: 60 },
  effects: { timeout_s: 5, jira_index_lag_s: 120, max_attempts: 3, retry_first_s: 2, retry_max_s: 60 },
  restart: { cooldown_s: 300, max_per_hour: 5, never: ['*postgres*', 'kafka'] },
};

export interface Harness {
  readonly gate: Gate;
  readonly ledger: Ledger;
  readonly clock: TestClock;
  readonly holder: Holder;
  /** What `locks.blocking('auto_restart')` says. */
  lock: LockView | null;
  /** Instances that live although they are not this process. */
  readonly alive: Set<string>;
  /** Another process's gate on the same ledger. */
  other(): Gate;
  kinds(): Promise<readonly string[]>;
}

/** A gate on a real ledger, with a clock that the test moves. */
export function createHarness(more: Partial<GateOptions> = {}, policy: Partial<GatePolicy> = {}): Harness {
  const clock = createTestClock();
  const ledger = openLedger({ file: join(tempFolder(), 'ledger.db'), clock });
  onTestFinished(() => ledger.close());
  const holder = createHolder('jira-resolver');
  const alive = new Set<string>();
  const harness: Harness = {
    gate: make(holder),
    ledger,
    clock,
    holder,
    lock: null,
    alive,
    other: () => make({ ...holder, instance: 'other' }),
    kinds: async () => (await ledger.events({})).map((event) => event.kind),
  };
  return harness;

  function make(who: Holder): Gate {
    return createGate({
      agent: 'jira-resolver',
      holder: who,
      ledger,
      locks: { blocking: () => Promise.resolve(harness.lock) },
      clock,
      policy: { ...POLICY, ...policy },
      tools: [...EFFECT_TOOLS, ...READ_TOOLS],
      dryRun: false,
      isAlive: (one) => one.instance === who.instance || alive.has(one.instance),
      log: silent,
      random: () => 0,
      ...more,
    });
  }
}

/** Something outside that can be changed and looked at, and counts. */
export interface Outside {
  performed: number;
  lookups: number;
  /** What a lookup sees. */
  there: string | null;
  /** What the next performs throw, after (`did`) or before the change. */
  fail: { readonly error: Error; readonly did: boolean }[];
}

export function createOutside(): Outside {
  return { performed: 0, lookups: 0, there: null, fail: [] };
}

export function wish(outside: Outside, more: { readonly key?: string; readonly tool?: EffectTool; readonly input?: { readonly container: string }; readonly absent_is_certain?: boolean } = {}) {
  return {
    key: 'k',
    tool: 'jira.create' as EffectTool,
    incident_id: null,
    input: { container: 'cart' },
    perform: async () => {
      const failure = outside.fail.shift();
      if (failure === undefined || failure.did) {
        outside.performed += 1;
        outside.there = 'OPS-1';
      }
      if (failure !== undefined) throw failure.error;
      return 'OPS-1';
    },
    lookup: async () => {
      outside.lookups += 1;
      return outside.there;
    },
    ...more,
  };
}

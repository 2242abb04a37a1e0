import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createHolder } from '../../../adapters/store/holder.ts';
import { openLedger } from '../../../adapters/store/ledger.ts';
import { createLocks, type LockStore } from '../../../adapters/store/locks.ts';
import type { Holder } from '../../../core/agent.ts';
import type { Ledger } from '../../../core/ports.ts';
import { createTestClock, type TestClock } from './system-clock.ts';
import { tempFolder } from './temp-folder.ts';

export interface World {
  readonly ledger: Ledger;
  readonly clock: TestClock;
  readonly folder: string;
  readonly dead: Set<string>;
  locksOf(instance: string, agent?: Holder['agent']): LockStore;
  put(name: string, text: string): string;
}

/** Several processes around one ledger and one folder of locks; the test says who is dead. */
export function createWorld(): World {
  const base = tempFolder();
  const folder = join(base, 'locks');
  const clock = createTestClock();
  const ledger = openLedger({ file: join(base, 'ledger.db'), clock });
  onTestFinished(() => ledger.close());
  const dead = new Set<string>();
  const made = new Map<string, LockStore>();
  return {
    ledger,
    clock,
    folder,
    dead,
    locksOf(instance, agent = 'jira-resolver') {
      const known = made.get(instance);
      if (known !== undefined) return known;
      const holder = { ...createHolder(agent), instance };
      const actor = agent === 'docker-gate' ? 'operator' : agent;
      const locks = createLocks({ ledger, clock, folder, holder, actor, isAlive: (one) => !dead.has(one.instance) });
      made.set(instance, locks);
      return locks;
    },
    put(name, text) {
      mkdirSync(folder, { recursive: true });
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
  };
}

export const STRESS = { name: 'stress-test', reason: 'load', ttl_ms: 60_000, blocks: ['auto_restart', 'auto_scale'] as const };
export const alarms = async (ledger: Ledger): Promise<unknown[]> => (await ledger.events({ kinds: ['lock.alarm'] })).map((event) => event.data['state']);

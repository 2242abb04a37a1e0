import { join } from 'node:path';
import { openLedger } from '../adapters/store/ledger.ts';
import { openHeartbeats, type HeartbeatStore } from '../adapters/store/heartbeats.ts';
import { createHolder, createIsAlive, type IsAlive } from '../adapters/store/holder.ts';
import { createIncidentMirror } from '../adapters/store/incident-mirror.ts';
import { createLocks, type LockStore } from '../adapters/store/locks.ts';
import type { Holder } from '../core/agent.ts';
import { isAgentName } from '../core/agent.ts';
import type { Actor } from '../core/event.ts';
import type { Clock, Ledger } from '../core/ports.ts';
import type { Settings } from '../settings/settings.ts';

/** What a process has of the shared state. */
export interface SharedState {
  readonly holder: Holder;
  readonly ledger: Ledger;
  readonly locks: LockStore;
  readonly heartbeats: HeartbeatStore;
  readonly isAlive: IsAlive;
  close(): void;
}

export interface StateOptions {
  readonly stateDir: string;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly redact: (text: string) => string;
  readonly failpoint?: (name: string) => void;
}

export function ledgerFile(stateDir: string): string {
  return join(stateDir, 'ledger.db');
}

/** Opens ledger, locks and heartbeats of one deployment; the files are made when absent. */
export function openState({ stateDir, actor, clock, settings, redact, failpoint }: StateOptions): SharedState {
  const holder = createHolder(actor === 'sandbox' ? 'operator' : actor);
  const heartbeats = openHeartbeats({ file: join(stateDir, 'heartbeats.db'), clock });
  const isAlive = createIsAlive({
    self: holder,
    lastBeat_ms: (other) => heartbeats.lastBeat_ms(other),
    maxAge_ms: (agent) => (isAgentName(agent) ? settings.agents[agent].heartbeat.max_age_s * 1000 : 120_000),
    now: () => clock.now(),
  });
  const raw = openLedger({ file: ledgerFile(stateDir), clock, redact });
  const ledger = withMirror(raw, createIncidentMirror({ ledger: raw, folder: join(stateDir, 'incidents') }));
  const locks = createLocks({ ledger, clock, folder: join(stateDir, 'locks'), holder, actor, isAlive, ...(failpoint === undefined ? {} : { failpoint }) });
  return {
    holder,
    ledger,
    locks,
    heartbeats,
    isAlive,
    close: () => {
      ledger.close();
      heartbeats.close();
    },
  };
}

/** People's files follow each change of an incident; a mirror that cannot be written never stops the ledger. */
function withMirror(ledger: Ledger, mirror: { mirrorSince(after_seq: number): Promise<number> }): Ledger {
  const follow = (events: readonly { readonly seq: number; readonly incident_id: string | null }[]): void => {
    const first = events.find((event) => event.incident_id !== null);
    if (first !== undefined) mirror.mirrorSince(first.seq - 1).catch(() => undefined);
  };
  return {
    ...ledger,
    async transact(decide) {
      const done = await ledger.transact(decide);
      follow(done.events);
      return done;
    },
    async append(events) {
      const done = await ledger.append(events);
      follow(done);
      return done;
    },
  };
}

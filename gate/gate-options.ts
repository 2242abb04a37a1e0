import type { AgentName, Holder } from '../core/agent.ts';
import type { Tool } from '../core/effect.ts';
import type { Failpoint } from '../core/failpoint.ts';
import type { Clock, Ledger, Locks, Logger } from '../core/ports.ts';
import type { GatePolicy } from './policy.ts';

export interface GateOptions {
  readonly agent: AgentName;
  /** Of this process. A process has one gate: what another gate of the same process is doing, this one would take for lost. */
  readonly holder: Holder;
  readonly ledger: Ledger;
  readonly locks: Pick<Locks, 'blocking'>;
  readonly clock: Clock;
  readonly policy: GatePolicy;
  /** The agent's allow-list. */
  readonly tools: readonly Tool[];
  /** The agent's own, or the command line's; the policy's counts besides. */
  readonly dryRun: boolean;
  readonly isAlive: (holder: Holder) => boolean;
  readonly log: Logger;
  readonly failpoint?: Failpoint;
  /** 0..1, for spreading retries over time; the default is as random as it gets. */
  readonly random?: () => number;
  readonly newTraceId?: () => string;
}

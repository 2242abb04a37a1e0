import type { AgentName, Holder } from '../../core/agent.ts';
import type { EffectContext } from '../../core/effects/effect-context.ts';
import type { Gate } from '../../core/gate-port.ts';
import type { Messages } from '../../core/messages/messages.ts';
import type { Chat, Clock, Containers, Flags, Heartbeats, Ledger, Load, Locks, Logger, Reports, Telemetry, Tickets } from '../../core/ports.ts';
import type { RenderContext } from '../../core/render/render-context.ts';
import type { Settings } from '../../settings/settings.ts';

/** Every door that an agent has, handed to it by the composition root. What it may do with them, the gate decides. */
export interface AgentContext {
  readonly name: AgentName;
  readonly holder: Holder;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Logger;
  readonly ledger: Ledger;
  readonly locks: Locks;
  readonly gate: Gate;
  readonly heartbeats: Heartbeats;
  readonly telemetry: Telemetry;
  readonly tickets: Tickets;
  readonly chat: Chat;
  readonly containers: Containers;
  readonly load: Load;
  readonly flags: Flags;
  readonly reports: Reports;
  readonly messages: Messages;
  readonly render: RenderContext;
  readonly effects: EffectContext;
}

/** One run of one schedule. `due_ms` is the time it was due, not the time it runs. */
export interface JobRun {
  readonly due_ms: number;
  readonly signal: AbortSignal;
}

/** What an agent is to the frame: named jobs, one for each of its schedules. */
export interface AgentProgram {
  readonly jobs: Readonly<Record<string, (run: JobRun) => Promise<void>>>;
  /** Jobs that do not wait for their first slot: after a restart there may be something to see already. */
  readonly at_start?: readonly string[];
  /** Long-lived work beside the jobs (supervision); ends when the signal does. */
  run?(signal: AbortSignal): Promise<void>;
}

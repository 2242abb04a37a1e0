import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { replaceFileDurably } from '../adapters/store/durable-file.ts';
import { reportsFolder } from '../adapters/host/reports-folder.ts';
import type { AgentName } from '../core/agent.ts';
import { deploymentOf } from '../core/deployment.ts';
import { channelsOf } from '../core/effects/bound-channel.ts';
import { messagesFor } from '../core/messages/messages-for.ts';
import type { Clock, Logger } from '../core/ports.ts';
import type { RenderContext } from '../core/render/render-context.ts';
import { createGate } from '../gate/gate.ts';
import type { Settings } from '../settings/settings.ts';
import type { AgentContext } from './frame/agent-context.ts';
import type { Doors } from './doors.ts';
import type { SharedState } from './state.ts';

export interface ContextOptions {
  readonly name: AgentName;
  readonly settings: Settings;
  readonly stateDir: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly state: SharedState;
  readonly doors: Doors;
  readonly dry_run: boolean;
  readonly failpoint: (name: string) => void;
}

/** Everything that one agent is given, made of the deployment's state, its doors and the gate before them. */
export async function createContext(options: ContextOptions): Promise<AgentContext> {
  const { name, settings, state, doors, clock, log } = options;
  const { result: deployment } = await state.ledger.transact((view) => {
    const { id, events } = deploymentOf(view, name, settings.name, randomUUID());
    return { events, result: id };
  });
  const messages = messagesFor(settings.language);
  const render: RenderContext = {
    messages,
    time_zone: settings.time_zone,
    entry: settings.services.entry,
    max_attempts: settings.verification.retries,
    traceLink: (id) => doors.telemetry.traceLink(id),
    ticketLink: (key) => doors.tickets.link(key),
  };
  const gate = createGate({
    agent: name,
    holder: state.holder,
    ledger: state.ledger,
    locks: state.locks,
    clock,
    policy: settings.policy,
    tools: settings.agents[name].tools,
    dryRun: options.dry_run || settings.policy.dry_run || settings.agents[name].dry_run,
    isAlive: state.isAlive,
    log,
    failpoint: options.failpoint,
  });
  return {
    name,
    holder: state.holder,
    settings,
    clock,
    log,
    ledger: state.ledger,
    locks: state.locks,
    gate,
    heartbeats: state.heartbeats,
    ...doors,
    reports: reportsFolder(join(options.stateDir, 'reports'), replaceFileDurably),
    messages,
    render,
    effects: { deployment, render, tickets: doors.tickets, chat: doors.chat, mention_from: settings.alerting.mention_from, channelFor: channelsOf(settings.bindings, name) },
  };
}

import type { Holder } from './agent.ts';
import type { EffectTool } from './effect.ts';
import type { Actor, EventData, JsonValue, LedgerEvent, NewEvent } from './event.ts';
import type { Finding, FindingKey, Symptom } from './finding.ts';
import type { Diagnosis, VerificationCheck } from './incident.ts';
import type { Blockable } from './lease.ts';
import type { ScenarioExpectation, ScenarioObservation } from './scenario-run.ts';
import type { Severity } from './severity.ts';
import type { TicketPriority, TicketState } from './ticket.ts';

interface EffectData {
  readonly key: string;
  readonly tool: EffectTool;
}

/** Every kind of event that changes a row, and what it carries. Kinds that only tell the story (`guard.refused`, `agent.*` …) are not listed. */
export interface EventDataByKind {
  readonly 'effect.intended': EffectData & { readonly input: JsonValue };
  readonly 'effect.attempted': EffectData & { readonly attempt: number; readonly holder: Holder };
  readonly 'effect.done': EffectData & { readonly result: JsonValue };
  readonly 'effect.refused': EffectData & { readonly error: { readonly error_code: string; readonly message: string } };
  readonly 'effect.ambiguous': EffectData & {
    readonly error: { readonly error_code: string; readonly message: string };
    readonly not_before?: string;
  };
  /** Certainly not done, and it will be tried again. */
  readonly 'effect.postponed': EffectData & {
    readonly error: { readonly error_code: string; readonly message: string };
    readonly not_before: string;
  };
  readonly 'effect.dry_run': EffectData & { readonly input: JsonValue; readonly text: string };

  readonly 'lease.granted': {
    readonly name: string;
    readonly holder: Holder;
    readonly locked_by: string;
    readonly reason: string;
    readonly expires_at: string;
    readonly blocks: readonly Blockable[];
  };
  readonly 'lease.renewed': { readonly name: string; readonly expires_at: string };
  readonly 'lease.released': { readonly name: string; readonly reason: string };

  readonly 'slot.claimed': { readonly key: string; readonly holder: Holder };
  readonly 'slot.finished': { readonly key: string; readonly ok: boolean; readonly note?: string };

  readonly 'finding.recorded': { readonly finding: Finding; readonly suppressed: string | null };
  readonly 'finding.renewed': { readonly finding: Finding };
  readonly 'finding.suppressed': { readonly key: FindingKey; readonly reason: string; readonly by: string };
  readonly 'finding.cleared': { readonly key: FindingKey };

  readonly 'incident.opened': {
    readonly id: string;
    readonly informational: boolean;
    readonly lock: string | null;
    readonly service: string;
    readonly suspect_reason: string;
    readonly symptom: Symptom;
    readonly severity: Severity;
    readonly findings: readonly Finding[];
    readonly trace_ids: readonly string[];
    readonly reason: string;
  };
  readonly 'incident.finding_joined': { readonly finding: Finding; readonly severity: Severity; readonly reason: string };
  readonly 'incident.finding_cleared': { readonly key: FindingKey };
  readonly 'incident.suspect_changed': { readonly service: string; readonly symptom: Symptom; readonly reason: string };
  readonly 'incident.recovered': { readonly reason: string };
  readonly 'incident.reopened': { readonly reason: string; readonly finding: Finding };
  readonly 'incident.resolved': { readonly resolution: string; readonly reason: string };
  /** `handed_over`: Atlas has stopped; otherwise it goes on while people are called. */
  readonly 'incident.escalated': { readonly level: 1 | 2 | 3; readonly contact: string; readonly reason: string; readonly handed_over: boolean };
  readonly 'incident.acknowledged': { readonly by: string };
  readonly 'ticket.moved': { readonly key: string; readonly state: TicketState };
  readonly 'ticket.prioritised': { readonly key: string; readonly priority: TicketPriority };
  readonly 'message.shown': { readonly digest: string };

  readonly 'diagnosis.recorded': Omit<Diagnosis, 'at'>;
  readonly 'plan.made': { readonly n: number; readonly runbook: string; readonly action: string; readonly target: string; readonly reason: string };
  readonly 'plan.proposed': { readonly proposal: string };
  readonly 'plan.abandoned': { readonly n: number; readonly reason: string };
  readonly 'repair.acted': { readonly n: number; readonly fence: number };
  readonly 'verification.checked': Omit<VerificationCheck, 'at'>;
  readonly 'verification.passed': { readonly n: number; readonly reason: string };
  readonly 'verification.failed': { readonly n: number; readonly reason: string };

  readonly 'scenario.requested': { readonly id: string; readonly scenario: string; readonly requested_by: string; readonly expected: ScenarioExpectation };
  readonly 'scenario.announced': { readonly id: string };
  readonly 'scenario.started': { readonly id: string; readonly lock: string | null; readonly restore_flags: Readonly<Record<string, string>> };
  readonly 'scenario.injected': { readonly id: string };
  /** Somebody wants it to end early. */
  readonly 'scenario.stop_requested': { readonly id: string; readonly requested_by: string };
  readonly 'scenario.stopped': { readonly id: string; readonly reason: string };
  readonly 'scenario.verifying': { readonly id: string; readonly services: readonly string[] };
  readonly 'scenario.ended': { readonly id: string; readonly observed: ScenarioObservation };
  readonly 'scenario.failed': { readonly id: string; readonly reason: string };
}
export type FoldedKind = keyof EventDataByKind;

/** An event of a known kind, checked by the compiler. */
export function newEvent<K extends FoldedKind>(kind: K, actor: Actor, incident_id: string | null, data: EventDataByKind[K]): NewEvent {
  return { kind, actor, incident_id, data: data as unknown as EventData };
}

/** An event that only tells the story: it changes no row. */
export function storyEvent(kind: string, actor: Actor, incident_id: string | null, data: EventData): NewEvent {
  return { kind, actor, incident_id, data };
}

/** The data of an event that we wrote ourselves, typed by its kind; null for another kind. */
export function dataOf<K extends FoldedKind>(event: LedgerEvent, kind: K): EventDataByKind[K] | null {
  return event.kind === kind ? (event.data as unknown as EventDataByKind[K]) : null;
}

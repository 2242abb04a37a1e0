import type { ChatRef } from './chat.ts';
import type { FindingKey, Symptom, Unit } from './finding.ts';
import type { Severity } from './severity.ts';
import type { TicketPriority, TicketRef, TicketState } from './ticket.ts';

export const INCIDENT_STATUSES = ['open', 'resolving', 'resolved', 'escalated', 'reopened'] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

/** One finding as the incident remembers it over time. */
export interface IncidentFinding {
  readonly key: FindingKey;
  readonly service: string;
  readonly symptom: Symptom;
  readonly unit: Unit;
  readonly value: number;
  readonly worst_value: number;
  readonly threshold: number;
  readonly baseline: number | null;
  readonly severity: Severity;
  readonly reason: string;
  readonly first_at: string;
  readonly last_at: string;
  readonly active: boolean;
}

export type AttemptResult = 'pending' | 'acted' | 'verified' | 'failed' | 'refused';

/** One try to repair: what was done to what, and what the metrics said after it. */
export interface RepairAttempt {
  readonly n: number;
  readonly runbook: string;
  readonly action: string;
  readonly target: string;
  readonly fence: number | null;
  readonly planned_at: string;
  readonly acted_at: string | null;
  readonly ended_at: string | null;
  readonly result: AttemptResult;
  readonly reason: string;
}

export interface VerificationCheck {
  readonly at: string;
  readonly passed: boolean;
  readonly reason: string;
  readonly error_rate: number | null;
  readonly latency_p95_ms: number | null;
  readonly latency_p99_ms: number | null;
  readonly requests: number;
}

export interface Diagnosis {
  readonly at: string;
  readonly suspect: string;
  readonly cause: string;
  readonly reason: string;
  readonly container: string | null;
  /** Name of the runbook that fits; null: none does. */
  readonly runbook: string | null;
  readonly evidence: readonly string[];
  /** May a restart mend this at all? */
  readonly repairable: boolean;
}

export interface Escalation {
  /** 1 = Atlas itself, 2 = on-call, 3 = lead. */
  readonly level: 1 | 2 | 3;
  readonly contact: string;
  readonly at: string;
  readonly reason: string;
}

/** The folded row of one incident: everything that people and agents know of it. */
export interface Incident {
  /** `INC-YYYYMMDD-NNN`, the day in the deployment's time zone. */
  readonly id: string;
  readonly status: IncidentStatus;
  /** Recorded, but nobody is told and nothing is repaired: seen under a lock that says so. */
  readonly informational: boolean;
  /** Which lock made it informational. */
  readonly lock: string | null;
  readonly detected_at: string;
  readonly detected_by: string;
  /** The suspected root, and so the only possible target of a repair; always a configured service. */
  readonly service: string;
  readonly suspect_reason: string;
  readonly symptom: Symptom;
  /** For an informational incident: the severity that it would have had. */
  readonly severity: Severity;
  readonly findings: readonly IncidentFinding[];
  readonly trace_ids: readonly string[];
  readonly opened_reason: string;
  readonly ticket: TicketRef | null;
  readonly ticket_state: TicketState | null;
  readonly ticket_priority: TicketPriority | null;
  readonly message: ChatRef | null;
  /** Digest of what the message shows now: when the rendering differs, it wants an edit. */
  readonly message_digest: string | null;
  /** The message was brought up to date after the incident was resolved. */
  readonly message_settled: boolean;
  readonly recovered_at: string | null;
  readonly diagnosis: Diagnosis | null;
  readonly attempts: readonly RepairAttempt[];
  readonly checks: readonly VerificationCheck[];
  readonly proposals: readonly string[];
  readonly escalation: Escalation | null;
  readonly acknowledged: { readonly by: string; readonly at: string } | null;
  readonly resolved_at: string | null;
  readonly resolution: string | null;
  readonly time_to_repair_s: number | null;
  readonly reopened: number;
  readonly reopened_at: string | null;
  /** Last time that anything happened to it. */
  readonly updated_at: string;
}

/** Is somebody (Atlas or people) still at it? */
export function isUnfinished(incident: Pick<Incident, 'status'>): boolean {
  return incident.status !== 'resolved';
}

/** One rehearsal on its way, folded from `scenario.*` events: what was asked, how far it is, what must be undone. */
export const SCENARIO_PHASES = ['requested', 'announced', 'started', 'loading', 'settling', 'verifying', 'ended', 'failed'] as const;
export type ScenarioPhase = (typeof SCENARIO_PHASES)[number];

export interface ScenarioRun {
  readonly id: string;
  readonly scenario: string;
  readonly requested_by: string;
  readonly phase: ScenarioPhase;
  readonly requested_at: string;
  readonly announced_at: string | null;
  readonly started_at: string | null;
  /** When the fault or load was really there: what detection is measured from. */
  readonly injected_at: string | null;
  readonly stop_requested: boolean;
  readonly stopped_at: string | null;
  readonly ended_at: string | null;
  readonly lock: string | null;
  /** Flag variants that were there before, to be put back. */
  readonly restore_flags: Readonly<Record<string, string>>;
  readonly expected: ScenarioExpectation;
  readonly observed: ScenarioObservation | null;
  readonly reason: string | null;
}

export interface ScenarioExpectation {
  readonly response: 'none' | 'warning' | 'critical' | 'auto_resolve';
  readonly ticket: boolean;
  readonly message_within_s: number | null;
  readonly ticket_within_s: number | null;
  readonly resolved_within_s: number | null;
  readonly error_rate: number | null;
  /** The service at fault, where the scenario breaks one. */
  readonly service: string | null;
}

export interface ScenarioObservation {
  readonly incident_ids: readonly string[];
  readonly detected_after_s: number | null;
  readonly ticket_after_s: number | null;
  readonly resolved_after_s: number | null;
  readonly max_error_rate: number | null;
  readonly verdict: 'as_expected' | 'missed' | 'false_alarm' | 'late';
  readonly reason: string;
}

import type { Finding, FindingKey } from './finding.ts';

/** A finding that goes on: how long, how bad, and to which incident it belongs by now. */
export interface Suspicion {
  readonly key: FindingKey;
  readonly status: 'active' | 'cleared';
  readonly first_at: string;
  readonly last_at: string;
  readonly cycles: number;
  readonly finding: Finding;
  /** Why nothing was made of it, when nothing was: `hold`, `cooldown`, `load_test`, … */
  readonly suppressed: string | null;
  readonly incident_id: string | null;
}

/** One restart that somebody asked for. */
export interface RestartRecord {
  readonly at_ms: number;
  readonly id: string;
  readonly name: string;
  readonly started_at_before_ms: number | null;
  /** Null while the restart runs. */
  started_at_after_ms: number | null;
  readonly pid_before: number | null;
  pid_after: number | null;
  readonly grace_s: number;
}

export interface RequestRecord {
  readonly at_ms: number;
  readonly method: string;
  /** As it came, query included. */
  readonly url: string;
  /** Null while unanswered. */
  status: number | null;
}

/** What the engine saw: the numbers that "no double restart" is counted in. */
export interface EngineWitness {
  readonly restarts: RestartRecord[];
  readonly requests: RequestRecord[];
  /** Requests that no client of ours may ever send: create, exec, remove … */
  readonly refused: RequestRecord[];
}

const REQUESTS_KEPT = 20_000;

export function createEngineWitness(): EngineWitness {
  return { restarts: [], requests: [], refused: [] };
}

export function recordRequest(witness: EngineWitness, record: RequestRecord): void {
  witness.requests.push(record);
  if (witness.requests.length > REQUESTS_KEPT) witness.requests.splice(0, REQUESTS_KEPT / 2);
}

/** One request as the look-alike answered it: what tests count in. Tokens in paths read `:token`. */
export interface LoggedRequest {
  readonly at_ms: number;
  readonly method: string;
  readonly path: string;
  /** The operation id of the OpenAPI document, or null where nothing is served. */
  readonly operation: string | null;
  readonly write: boolean;
  readonly status: number;
  readonly message_id: string | null;
  /** Whether the call carried credentials in its header: callbacks of interactions must not. */
  readonly authorized: boolean;
  /** `lost`: done, but the connection was dropped; `dropped`: not done at all. */
  readonly reply: 'sent' | 'lost' | 'dropped';
}

const READS_KEPT = 2_000;

export interface RequestLog {
  add(request: LoggedRequest): void;
  /** Every write ever, and the newest reads, in order. */
  all(): readonly LoggedRequest[];
}

export function createRequestLog(): RequestLog {
  let requests: LoggedRequest[] = [];
  let reads = 0;
  return {
    add(request) {
      requests.push(request);
      if (!request.write) reads += 1;
      if (reads < READS_KEPT * 2) return;
      let surplus = reads - READS_KEPT;
      requests = requests.filter((kept) => kept.write || surplus-- <= 0);
      reads = READS_KEPT;
    },
    all: () => requests,
  };
}

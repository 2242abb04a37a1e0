export interface RequestEntry {
  readonly at_ms: number;
  /** The JSON-RPC method; empty when the request never got that far. */
  readonly method: string;
  readonly tool: string | null;
  readonly arguments: unknown;
  readonly http_status: number | null;
  /** `ok`, `tool_error CODE`, `rpc_error CODE`, `notification`, `refused …` or `fault …`. */
  readonly outcome: string;
  readonly duration_ms: number;
}

export interface CancelledRequest {
  readonly at_ms: number;
  readonly request_id: unknown;
  readonly reason: string;
}

/** The witness of what was asked: counts for ever, entries for the newest requests. */
export interface RequestLog {
  add(entry: RequestEntry): void;
  cancelled(entry: CancelledRequest): void;
  snapshot(): {
    readonly requests_total: number;
    readonly calls_by_tool: Readonly<Record<string, number>>;
    readonly requests: readonly RequestEntry[];
    readonly cancelled: readonly CancelledRequest[];
  };
}

const KEPT = 200;

/** Makes an empty log. */
export function createRequestLog(): RequestLog {
  const requests: RequestEntry[] = [];
  const cancelled: CancelledRequest[] = [];
  const calls = new Map<string, number>();
  let total = 0;
  return {
    add(entry) {
      total += 1;
      if (entry.tool !== null) calls.set(entry.tool, (calls.get(entry.tool) ?? 0) + 1);
      requests.push(entry);
      if (requests.length > KEPT) requests.shift();
    },
    cancelled(entry) {
      cancelled.push(entry);
      if (cancelled.length > KEPT) cancelled.shift();
    },
    snapshot: () => ({ requests_total: total, calls_by_tool: Object.fromEntries(calls), requests: [...requests], cancelled: [...cancelled] }),
  };
}

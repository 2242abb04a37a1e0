import type { FlagFile } from './flag-file.ts';
import type { LaneOptions } from './lane.ts';
import type { Random } from './random.ts';
import type { ServiceName } from './service-name.ts';
import type { Attributes, LogRecord } from './telemetry/otlp-json.ts';

/** One request as a route sees it. */
export interface Exchange {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The JSON body, or null. */
  readonly body: unknown;
  /** Calls another service inside this request's trace; rejects with ServiceFailure when it times out, can't be reached or answers 5xx. */
  call(callee: ServiceName, method: string, path: string, options?: CallOptions): Promise<unknown>;
  log(severity: LogRecord['severity'], message: string, attributes?: Attributes): void;
  /** Adds attributes to the server span. */
  set(attributes: Attributes): void;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly timeout_ms?: number;
  /** Another address than the configured one, for the fault that dials a wrong host. */
  readonly address?: string;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** e.g. `/products/{id}`; also the span's `http.route`. */
  readonly path: string;
  /** Its answer, or the promise of one. */
  handle(exchange: Exchange): unknown;
}

/** What a service file gives: its routes and how long its own work takes. */
export interface Service {
  readonly routes: readonly Route[];
  /** Own work of a request in milliseconds, from … to. */
  readonly work_ms: readonly [number, number];
  readonly lane: LaneOptions;
  /** False makes `/health` answer 503. */
  healthy?(): boolean;
}

export interface ServiceParts {
  readonly flags: FlagFile;
  readonly random: Random;
}

/** A failure with an HTTP status, to be told to the caller. */
export class ServiceFailure extends Error {
  readonly status: number;
  constructor(message: string, status = 500) {
    super(message);
    this.status = status;
  }
}

/** A pool that never queues at the shop's loads. */
export const WIDE_LANE: LaneOptions = { concurrency: 512, queue_limit: 512, thrash_at: 64 };

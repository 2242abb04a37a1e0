import { createTimeBuffer } from '../telemetry/time-buffer.ts';
import type { TelemetryStore } from '../telemetry/telemetry-store.ts';

const NOTHING = { keep_ms: 0, max_items: 0 };

/** The same store with all keys and metric names, but without a single row: what a backend that lost its data would show. */
export function emptied(store: TelemetryStore): TelemetryStore {
  return {
    ...store,
    spans: createTimeBuffer(NOTHING),
    logs: createTimeBuffer(NOTHING),
    metrics: new Map([...store.metrics].map(([name, { description }]) => [name, { description, points: createTimeBuffer(NOTHING) }])),
  };
}

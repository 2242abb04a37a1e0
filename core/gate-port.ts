import type { EffectRow, EffectTool, ReadTool } from './effect.ts';
import type { AtlasErrorShape } from './error.ts';
import type { JsonValue, NewEvent } from './event.ts';

/** A question to the outside, asked through the gate. */
export interface CallSpec<T> {
  readonly tool: ReadTool;
  readonly incident_id?: string | null;
  readonly timeout_ms?: number;
  run(signal: AbortSignal): Promise<T>;
}

/** A wish to change something outside, done once however often it is asked for. */
export interface EffectSpec<T extends JsonValue> {
  /** Same wish, same key: in every process, after every crash. */
  readonly key: string;
  readonly tool: EffectTool;
  readonly incident_id: string | null;
  /** What people may read of it later; never a secret. */
  readonly input: JsonValue;
  readonly timeout_ms?: number;
  perform(attempt: number, signal: AbortSignal): Promise<T>;
  /** Asks the outside whether an attempt of unknown outcome happened after all; gets the stored row, whose input is the first wish's. */
  lookup?(row: EffectRow): Promise<T | null>;
  /** The lookup's "no" can be believed at once (an inspect); otherwise only after the index lag (a search). */
  readonly absent_is_certain?: boolean;
  /** Recorded in the same transaction as `effect.done`. */
  on_done?(result: T): readonly NewEvent[];
}

export type EffectOutcome<T> =
  | { readonly status: 'done'; readonly result: T; readonly fresh: boolean }
  | { readonly status: 'refused'; readonly error: AtlasErrorShape }
  | { readonly status: 'pending'; readonly reason: string; readonly not_before: string | null }
  | { readonly status: 'dry_run'; readonly text: string };

/** The one way out for one agent. */
export interface Gate {
  call<T>(spec: CallSpec<T>): Promise<T>;
  effect<T extends JsonValue>(spec: EffectSpec<T>): Promise<EffectOutcome<T>>;
}

import type { TelemetryStore } from '../telemetry/telemetry-store.ts';
import type { AlertBook } from './alert-book.ts';
import type { ToolArguments } from './tool-arguments.ts';
import type { ToolResult } from './tool-result.ts';

/** What a tool works with. */
export interface ToolContext {
  readonly store: TelemetryStore;
  readonly alerts: AlertBook;
  /** Epoch milliseconds. */
  now(): number;
  /** 0..1, repeatable by the seed of the server. */
  random(): number;
  /** Base of the links in `webUrl`. */
  readonly web_url: string;
  /** Text that is slipped into span and log texts, or null: what a hostile service could write. */
  injectedText(): string | null;
}

/** Answers one tool's calls; throws a ToolError for what it reports as a failure. */
export type ToolHandler = (args: ToolArguments, context: ToolContext) => ToolResult;

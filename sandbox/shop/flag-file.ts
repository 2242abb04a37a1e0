import { readFile, stat } from 'node:fs/promises';
import { evaluateFlag } from '../flagd/evaluate.ts';
import { parseFlags, type Flags } from '../flagd/flag-document.ts';

/** A process's view of the flag file, at most one poll old. */
export interface FlagFile {
  /** The variant's value, or null when the flag is absent, disabled or broken. */
  value(name: string, context?: Readonly<Record<string, unknown>>): unknown;
  /** The variant's name, or null. */
  variant(name: string): string | null;
  all(): Flags;
  /** Called after each change of the file, never for the state found at the start. */
  onChange(listener: () => void): void;
  close(): void;
}

/** Reads the file once, then polls its time and size. Half-written content is skipped: the next poll sees the rest. */
export async function watchFlagFile(path: string, poll_ms: number): Promise<FlagFile> {
  let flags: Flags = {};
  let stamp = '';
  let known = '';
  const listeners: (() => void)[] = [];

  async function poll(): Promise<boolean> {
    try {
      const found = await stat(path);
      const seen = `${found.ino}/${found.mtimeMs}/${found.size}`;
      if (seen === stamp) return false;
      const text = await readFile(path, 'utf8');
      const parsed = parseFlags(text);
      if (parsed === null) return false;
      stamp = seen;
      // A writer may touch the file again after its last byte: the same words are no change.
      if (text === known) return false;
      known = text;
      flags = parsed;
      return true;
    } catch {
      return false;
    }
  }

  await poll();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    void poll().then((changed) => {
      busy = false;
      if (changed) for (const listener of listeners) listener();
    });
  }, poll_ms);

  return {
    value(name, context) {
      const result = evaluateFlag(flags, name, context);
      return result.outcome === 'value' ? result.value : null;
    },
    variant(name) {
      const result = evaluateFlag(flags, name);
      return result.outcome === 'value' ? result.variant : null;
    },
    all: () => flags,
    onChange: (listener) => { listeners.push(listener); },
    close: () => { clearInterval(timer); },
  };
}

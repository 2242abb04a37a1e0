export interface LogEntry {
  readonly at_ms: number;
  readonly stream: 'stdout' | 'stderr';
  /** One line with its newline. */
  readonly line: string;
}

/** A container's captured output, the newest lines only, as the json-file driver with rotation keeps it. */
export interface LogRing {
  /** Adds a chunk of output; lines are cut at newlines, the rest waits for its end. */
  write(stream: LogEntry['stream'], chunk: string): void;
  entries(): readonly LogEntry[];
  /** Calls back for each line from now on; returns the way out. */
  follow(listener: (entry: LogEntry) => void): () => void;
}

export function createLogRing(limit_lines: number, now: () => number): LogRing {
  let entries: LogEntry[] = [];
  const rest = { stdout: '', stderr: '' };
  const listeners = new Set<(entry: LogEntry) => void>();
  return {
    write(stream, chunk) {
      const lines = (rest[stream] + chunk).split('\n');
      rest[stream] = lines.pop() ?? '';
      for (const line of lines) {
        const entry: LogEntry = { at_ms: now(), stream, line: `${line}\n` };
        entries.push(entry);
        for (const listener of listeners) listener(entry);
      }
      if (entries.length > limit_lines * 2) entries = entries.slice(-limit_lines);
    },
    entries: () => entries.slice(-limit_lines),
    follow(listener) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
  };
}

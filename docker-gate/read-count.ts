/** Counts what was only looked at, so that the audit tells of it in one line now and then. */
export interface ReadCount {
  add(kind: string): void;
  /** The counts since the last call, or null when there were none. */
  take(): Readonly<Record<string, number>> | null;
}

export function createReadCount(): ReadCount {
  let counts: Record<string, number> = {};
  return {
    add(kind) {
      counts[kind] = (counts[kind] ?? 0) + 1;
    },
    take() {
      const taken = counts;
      counts = {};
      return Object.keys(taken).length === 0 ? null : taken;
    },
  };
}

import type { LedgerRows, RowChange, RowKind, RowReader } from '../../core/ledger-view.ts';

interface RowText {
  readonly status: string;
  readonly json: string;
}

/** Rows kept in memory as the text that the database would hold: for folding the events a second time. */
export interface MemoryRows extends RowReader {
  apply(change: RowChange): void;
  /** By `kind key`. A copy. */
  texts(): Map<string, RowText>;
}

export function createMemoryRows(): MemoryRows {
  const texts = new Map<string, RowText>();
  return {
    get<K extends RowKind>(kind: K, key: string): LedgerRows[K] | null {
      const text = texts.get(`${kind} ${key}`);
      // Only apply() puts texts in, from rows of that kind.
      return text === undefined ? null : (JSON.parse(text.json) as LedgerRows[K]);
    },
    apply(change) {
      const name = `${change.kind} ${change.key}`;
      if (change.row === null) texts.delete(name);
      else texts.set(name, { status: change.status, json: JSON.stringify(change.row) });
    },
    texts: () => new Map(texts),
  };
}

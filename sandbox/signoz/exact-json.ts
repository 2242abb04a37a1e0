declare global {
  interface JSON {
    /** Gives a value that JSON.stringify writes verbatim; absent from the compiler's library so far. */
    rawJSON(text: string): unknown;
  }
}

/** Writes JSON with every digit of a bigint, as the backend does: a reader that uses JSON.parse loses what is above 2^53. */
export function stringifyExactly(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) => (typeof entry === 'bigint' ? JSON.rawJSON(String(entry)) : entry));
}

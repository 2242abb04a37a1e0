/** One flag of a flagd file. `defaultVariant` null: the flag has none, and evaluation says so. */
export interface Flag {
  readonly enabled: boolean;
  readonly variants: Readonly<Record<string, unknown>>;
  readonly defaultVariant: string | null;
  /** A JSON-logic rule, or null when there is none (an empty object counts as none). */
  readonly targeting: unknown;
}

export type Flags = Readonly<Record<string, Flag>>;

/** True for a plain JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a flagd document. Null when the text is not a whole document: a writer that replaces the file in place lets readers see half of it,
 * and the reader then keeps what it had.
 */
export function parseFlags(text: string): Flags | null {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(document) || !isObject(document['flags'])) return null;
  const flags: Record<string, Flag> = {};
  for (const [name, raw] of Object.entries(document['flags'])) {
    if (!isObject(raw) || !isObject(raw['variants'])) continue;
    const targeting = raw['targeting'];
    flags[name] = {
      enabled: raw['state'] !== 'DISABLED',
      variants: raw['variants'],
      defaultVariant: typeof raw['defaultVariant'] === 'string' ? raw['defaultVariant'] : null,
      targeting: isObject(targeting) && Object.keys(targeting).length > 0 ? targeting : null,
    };
  }
  return flags;
}

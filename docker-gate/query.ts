/** Which keys a route knows, and what the raw, undecoded value of each must look like. */
export type QueryRules = Readonly<Record<string, RegExp>>;

export const BOOLEAN = /^(?:true|false|1|0)$/;
/** The one kind of value that comes percent-encoded: JSON. */
export const ENCODED = /^(?:[A-Za-z0-9_.~!*'()+-]|%[0-9A-Fa-f]{2}){1,4096}$/;

export type Query = ReadonlyMap<string, string>;

/**
 * Takes a raw query string apart without decoding. Null when a key is unknown, stands twice, or has a value of another form.
 * `raw` null: there was no `?`; an empty query behind a `?` is refused, since no client sends one.
 */
export function parseQuery(raw: string | null, rules: QueryRules): Query | null {
  const query = new Map<string, string>();
  if (raw === null) return query;
  for (const pair of raw.split('&')) {
    const equals = pair.indexOf('=');
    if (equals < 1) return null;
    const key = pair.slice(0, equals);
    const value = pair.slice(equals + 1);
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    if (rule === undefined || query.has(key) || !rule.test(value)) return null;
    query.set(key, value);
  }
  return query;
}

export function isTrue(query: Query, key: string): boolean {
  const value = query.get(key);
  return value === 'true' || value === '1';
}

import type { Container } from './container.ts';

/** The `filters` parameter: a JSON object of lists, or of maps whose keys count (the older form). */
export type Filters = ReadonlyMap<string, readonly string[]>;

/** Parses `filters`; null when it is not what Docker takes (400). */
export function parseFilters(text: string | null): Filters | null {
  if (text === null || text === '') return new Map();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const filters = new Map<string, readonly string[]>();
  for (const [name, raw] of Object.entries(json)) {
    const entry: unknown = raw;
    const values: readonly unknown[] = Array.isArray(entry) ? entry : typeof entry === 'object' && entry !== null ? Object.keys(entry) : [entry];
    if (!values.every((value): value is string => typeof value === 'string')) return null;
    filters.set(name, values);
  }
  return filters;
}

/** Docker's rule: every filter must fit; labels must all fit, of the others one value is enough. */
export function passesFilters(container: Container, filters: Filters): boolean {
  for (const [name, values] of filters) {
    if (values.length === 0) continue;
    const fits = (value: string): boolean => passesOne(container, name, value);
    if (name === 'label' ? !values.every(fits) : !values.some(fits)) return false;
  }
  return true;
}

function passesOne(container: Container, name: string, value: string): boolean {
  const { spec, id } = container;
  switch (name) {
    case 'label': {
      const at = value.indexOf('=');
      return at < 0 ? Object.hasOwn(spec.labels, value) : spec.labels[value.slice(0, at)] === value.slice(at + 1);
    }
    // Docker matches names as patterns; a part of the name, with or without its slash, covers what clients send.
    case 'name': return `/${spec.name}`.includes(value) || value === `^/${spec.name}$` || value === `^${spec.name}$`;
    case 'id': return id.startsWith(value);
    case 'status': return container.state().status === value;
    case 'health': return container.health.status() === value;
    default: return false;
  }
}

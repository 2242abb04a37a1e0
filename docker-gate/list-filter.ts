import { isObject } from './public-view.ts';
import type { ListedContainer } from './public-view.ts';

const KNOWN = ['id', 'name', 'label', 'status', 'health'] as const;
type FilterKey = (typeof KNOWN)[number];

/** Values of one key are alternatives, but labels must all fit; keys must all fit. */
export type ListFilters = ReadonlyMap<FilterKey, readonly string[]>;

function isFilterKey(text: string): text is FilterKey {
  return (KNOWN as readonly string[]).includes(text);
}

/** Reads the percent-encoded JSON of `filters` (`{"label":["a=b"]}`, or the older `{"label":{"a=b":true}}`); null when it is anything else. */
export function parseListFilters(encoded: string | null): ListFilters | null {
  const filters = new Map<FilterKey, readonly string[]>();
  if (encoded === null) return filters;
  let parsed: unknown;
  try {
    parsed = JSON.parse(decodeURIComponent(encoded.replaceAll('+', ' ')));
  } catch {
    return null;
  }
  if (!isObject(parsed)) return null;
  for (const [key, value] of Object.entries(parsed)) {
    const values = Array.isArray(value) ? value : isObject(value) ? Object.keys(value) : null;
    if (!isFilterKey(key) || values === null || values.length > 64) return null;
    const texts = values.filter((text): text is string => typeof text === 'string');
    if (texts.length !== values.length) return null;
    filters.set(key, texts);
  }
  return filters;
}

/**
 * Applies filters to what the caller may see, never to what the engine said: a filter over hidden labels would tell their values.
 * `name` is part of the name and `id` the beginning of the id.
 */
export function passesFilters(container: ListedContainer, filters: ListFilters): boolean {
  for (const [key, values] of filters) {
    if (values.length === 0) continue;
    if (key === 'label' ? !values.every((value) => hasLabel(container, value)) : !values.some((value) => fits(container, key, value))) return false;
  }
  return true;
}

function hasLabel(container: ListedContainer, wanted: string): boolean {
  const equals = wanted.indexOf('=');
  if (equals === -1) return Object.hasOwn(container.Labels, wanted);
  const key = wanted.slice(0, equals);
  return Object.hasOwn(container.Labels, key) && container.Labels[key] === wanted.slice(equals + 1);
}

function fits(container: ListedContainer, key: Exclude<FilterKey, 'label'>, value: string): boolean {
  if (key === 'id') return container.Id.startsWith(value);
  if (key === 'name') return container.Names.some((name) => name.includes(value));
  if (key === 'status') return container.State === value;
  return container.Health === value;
}

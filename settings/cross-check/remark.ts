import type { Settings } from '../settings.ts';
import type { ConfigPath } from '../source-node.ts';

/** What one section says against another. `error` keeps everything from starting, `warning` is shown. */
export interface Remark {
  readonly level: 'error' | 'warning';
  readonly path: ConfigPath;
  readonly expected: string;
  readonly got: string;
  readonly suggestion?: string;
}

/** Those sections that are right by themselves: the others are judged when they are. */
export type KnownSections = Partial<Settings>;

/** Looks at sections together. Pure. */
export type CrossCheck = (settings: KnownSections) => readonly Remark[];

export function error(path: ConfigPath, expected: string, got: string, suggestion?: string | null): Remark {
  return { level: 'error', path, expected, got, ...(suggestion == null ? {} : { suggestion }) };
}

export function warning(path: ConfigPath, expected: string, got: string): Remark {
  return { level: 'warning', path, expected, got };
}

/** One thing that is wrong with the configuration. Never holds a secret or a value that came from the environment. */
export interface Problem {
  /** The file that the value came from, relative to the working directory where it lies below it. */
  readonly file: string;
  /** 1-based, where it is known. */
  readonly line?: number;
  /** Where in the whole configuration, e.g. `agents.ops-monitor.schedules.check.cron`; empty: the file as a whole. */
  readonly path: string;
  /** What would be right, e.g. `a number of at most 300`. */
  readonly expected: string;
  /** What stands there: its kind, or the value itself when it is short and can be no secret. */
  readonly got: string;
  /** A word that was probably meant. */
  readonly suggestion?: string;
}

/** A longer key would push what is said about it out of sight. */
const KEY_CHARS = 100;

/** `agents`, `bindings[2].channel`, `services.catalog["a b"]`. */
export function formatPath(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const shown = key.length <= KEY_CHARS ? key : `${key.slice(0, KEY_CHARS)}…`;
    if (!/^[\w$-]+$/.test(shown)) return `${text}[${JSON.stringify(shown)}]`;
    return text === '' ? shown : `${text}.${shown}`;
  }, '');
}

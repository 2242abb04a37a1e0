import { EngineError } from './engine-client.ts';
import type { Engine } from './engine-client.ts';
import { isContainerId, isObject } from './public-view.ts';
import type { JsonObject } from './public-view.ts';

/** A container that stands at the engine now and is on the allow-list; calls about it go by `id`, so a recreated one is never hit by mistake. */
export interface Target {
  readonly id: string;
  readonly name: string;
  /** The engine's whole answer: with secrets, not to be passed on. */
  readonly inspected: JsonObject;
}

export type Lookup = Target | 'not_allowed' | 'missing';

export interface Containers {
  /** Finds a container by exact name or full id. Rejects with EngineError when the engine cannot say. */
  find(name_or_id: string): Promise<Lookup>;
}

const LIMITS = { timeout_ms: 10_000, max_bytes: 2_000_000 };

/** Throws when a name could be read in two ways: as an id, or as a path. */
export function assertNamesAreUsable(names: readonly string[]): void {
  if (names.length === 0) throw new Error('allow: expected at least one container name');
  for (const name of names) {
    const usable = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/.test(name) && !name.includes('..') && !isContainerId(name);
    if (!usable) throw new Error(`allow: not a container name: ${JSON.stringify(name)}`);
  }
}

export function createContainers(engine: Engine, allow: ReadonlySet<string>): Containers {
  /** A hint only: every use of it is held against the engine again. */
  const lastIds = new Map<string, string>();

  async function byName(name: string): Promise<Target | 'missing'> {
    const reply = await engine.ask('GET', `/containers/${name}/json`, LIMITS);
    if (reply.status !== 200 && reply.status !== 404) {
      throw new EngineError('bad_reply', true, `the engine answered ${String(reply.status)} when asked for the container`);
    }
    const inspected = reply.status === 200 ? parseObject(reply.body) : null;
    const id = inspected?.['Id'];
    // The engine also takes the beginning of an id for a name: `ad` would find a stranger whose id begins with ad.
    if (inspected === null || typeof id !== 'string' || !isContainerId(id) || inspected['Name'] !== `/${name}`) return 'missing';
    lastIds.set(name, id);
    return { id, name, inspected };
  }

  async function byId(id: string): Promise<Lookup> {
    // Only allow-listed names are ever asked for: an unknown id itself does not go to the engine.
    const likely = [...allow].filter((name) => lastIds.get(name) === id);
    for (const name of new Set([...likely, ...allow])) {
      const found = await byName(name);
      if (found !== 'missing' && found.id === id) return found;
    }
    return 'not_allowed';
  }

  return {
    async find(name_or_id) {
      if (allow.has(name_or_id)) return byName(name_or_id);
      return isContainerId(name_or_id) ? byId(name_or_id) : 'not_allowed';
    },
  };
}

function parseObject(body: Buffer): JsonObject | null {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

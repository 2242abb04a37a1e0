import { randomUUID } from 'node:crypto';

/** The sessions of the stateful variant; the real server is stateless and never issues one. */
export interface Sessions {
  issue(): string;
  has(id: string): boolean;
  /** Forgets one session, or all of them: what a restart of a stateful server does. */
  forget(id?: string): void;
}

/** Makes an empty register of sessions. */
export function createSessions(): Sessions {
  const known = new Set<string>();
  return {
    issue() {
      const id = randomUUID();
      known.add(id);
      return id;
    },
    has: (id) => known.has(id),
    forget(id) {
      if (id === undefined) known.clear();
      else known.delete(id);
    },
  };
}

import { randomBytes } from 'node:crypto';

const TOKEN_LIFE_MS = 7 * 24 * 3_600_000;
const CURSORS_KEPT = 500;

interface Cursor {
  readonly jql: string;
  readonly issue_ids: readonly string[];
  readonly made_at_ms: number;
}

/** What is left of each search, behind opaque tokens that live for seven days. */
export interface SearchCursors {
  save(jql: string, issue_ids: readonly string[], now: number): string;
  /** The rest of that search, or null when the token is unknown, too old, or belongs to another query. */
  resume(token: string, jql: string, now: number): readonly string[] | null;
}

export function createSearchCursors(): SearchCursors {
  const cursors = new Map<string, Cursor>();
  return {
    save(jql, issue_ids, now) {
      const token = randomBytes(18).toString('base64url');
      cursors.set(token, { jql, issue_ids, made_at_ms: now });
      const [oldest] = cursors.keys();
      if (cursors.size > CURSORS_KEPT && oldest !== undefined) cursors.delete(oldest);
      return token;
    },
    resume(token, jql, now) {
      const cursor = cursors.get(token);
      return cursor !== undefined && cursor.jql === jql && now - cursor.made_at_ms < TOKEN_LIFE_MS ? cursor.issue_ids : null;
    },
  };
}

import type { Issue, IssueLink } from './issue.ts';

/** No index is later than this; older versions are forgotten. */
export const LONGEST_INDEX_LAG_MS = 600_000;

interface Version {
  readonly at_ms: number;
  readonly issue: Issue;
}

/** Every issue with its recent versions, in the order of creation. */
export interface IssueStore {
  all(): readonly Issue[];
  /** The issues as they were at that time; those created later are absent. */
  asOf(at_ms: number): readonly Issue[];
  find(id_or_key: string): Issue | undefined;
  put(issue: Issue, at_ms: number): void;
  addLink(link: IssueLink): void;
  links(): readonly IssueLink[];
  /** Numbers that never repeat, for issues, comments, history entries and links alike. */
  nextId(): number;
}

export function createIssueStore(): IssueStore {
  const versions_by_id = new Map<string, readonly Version[]>();
  const id_by_key = new Map<string, string>();
  const links: IssueLink[] = [];
  let last_id = 10_099;

  function newest(versions: readonly Version[] | undefined): Issue | undefined {
    return versions?.at(-1)?.issue;
  }

  return {
    all: () => [...versions_by_id.values()].flatMap((versions) => newest(versions) ?? []),
    asOf: (at_ms) => [...versions_by_id.values()].flatMap((versions) => versions.findLast((version) => version.at_ms <= at_ms)?.issue ?? []),
    find: (id_or_key) => newest(versions_by_id.get(id_or_key) ?? versions_by_id.get(id_by_key.get(id_or_key.toUpperCase()) ?? '')),
    put(issue, at_ms) {
      const earlier = versions_by_id.get(issue.id) ?? [];
      // A version matters while an index that lags could still show it: until its successor is older than the longest lag.
      const kept = earlier.filter((_, index) => (earlier[index + 1]?.at_ms ?? at_ms) > at_ms - LONGEST_INDEX_LAG_MS);
      versions_by_id.set(issue.id, [...kept, { at_ms, issue }]);
      id_by_key.set(issue.key, issue.id);
    },
    addLink: (link) => void links.push(link),
    links: () => links,
    nextId: () => ++last_id,
  };
}

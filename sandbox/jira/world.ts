import type { JiraFaults } from './faults.ts';
import type { IssueStore } from './issue-store.ts';
import type { JiraLanguage } from './workflow.ts';
import type { SearchCursors } from './search-cursors.ts';

/** Everything that the routes share. */
export interface JiraWorld {
  readonly language: JiraLanguage;
  readonly project: { readonly id: string; readonly key: string; readonly name: string };
  readonly email: string;
  readonly store: IssueStore;
  readonly faults: JiraFaults;
  readonly cursors: SearchCursors;
  readonly now: () => number;
  /** Root address, known once the server listens. */
  readonly url: () => string;
}

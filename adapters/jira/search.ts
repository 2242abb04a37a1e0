import { AtlasError } from '../../core/error.ts';
import type { JiraCall } from './client.ts';
import { parseReply } from './parse-reply.ts';
import { SearchPage } from './schema.ts';
import type { IssueReply } from './schema.ts';

const PAGE_SIZE = 100;
const MAX_PAGES = 50;
/** Jira reconciles at most so many ids a query. */
const MAX_RECONCILE = 50;

/** All issues that match, page after page. `reconcile_ids` are shown as they are now even where the index lags. */
export async function searchAll(call: JiraCall, query: { readonly jql: string; readonly fields: readonly string[]; readonly reconcile_ids?: readonly string[] }): Promise<readonly IssueReply[]> {
  const issues: IssueReply[] = [];
  const reconcile = (query.reconcile_ids ?? []).map(Number).filter(Number.isSafeInteger).slice(-MAX_RECONCILE);
  let nextPageToken: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const token: string | null = nextPageToken;
    const reply: unknown = await call('search', (jira, client) =>
      jira.searchAndReconsileIssuesUsingJqlPost(client, {
        jql: query.jql,
        fields: [...query.fields],
        maxResults: PAGE_SIZE,
        ...(token === null ? {} : { nextPageToken: token }),
        ...(reconcile.length === 0 ? {} : { reconcileIssues: reconcile }),
      }),
    );
    const found = parseReply(SearchPage, reply, 'search', false);
    issues.push(...found.issues);
    nextPageToken = found.isLast === true ? null : (found.nextPageToken ?? null);
    if (nextPageToken === null) return issues;
    if (nextPageToken === token) break;
  }
  throw new AtlasError('UPSTREAM_ERROR', 'jira: the search does not come to an end', { details: { issues: issues.length } });
}

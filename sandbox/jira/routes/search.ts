import { isRecord } from '../../guards.ts';
import type { Issue } from '../issue.ts';
import { matcher, jqlOrder } from '../jql/match.ts';
import { parseJql } from '../jql/parse.ts';
import { Refusal } from '../refusal.ts';
import { issueJson } from '../represent.ts';
import { queryList, queryNumber, type JiraReply, type JiraRequest, type JiraRoute } from '../route.ts';
import type { JiraWorld } from '../world.ts';

const MOST_RESULTS = 5_000;
const MOST_RECONCILED = 50;

interface SearchInput {
  readonly jql: string;
  readonly fields: readonly string[];
  readonly max_results: number;
  readonly next_page_token: string | null;
  readonly properties: readonly string[];
  readonly reconcile_ids: readonly string[];
  readonly expand: readonly string[];
}

function searchByGet(request: JiraRequest, world: JiraWorld): JiraReply {
  return search(world, {
    jql: request.query.get('jql') ?? '',
    fields: queryList(request.query, 'fields'),
    max_results: queryNumber(request.query, 'maxResults', 50, MOST_RESULTS),
    next_page_token: request.query.get('nextPageToken'),
    properties: queryList(request.query, 'properties'),
    reconcile_ids: queryList(request.query, 'reconcileIssues'),
    expand: queryList(request.query, 'expand'),
  });
}

function searchByPost(request: JiraRequest, world: JiraWorld): JiraReply {
  const body = isRecord(request.body) ? request.body : {};
  const max = body['maxResults'];
  return search(world, {
    jql: typeof body['jql'] === 'string' ? body['jql'] : '',
    fields: texts(body['fields']),
    max_results: typeof max === 'number' && Number.isInteger(max) ? Math.min(Math.max(max, 0), MOST_RESULTS) : 50,
    next_page_token: typeof body['nextPageToken'] === 'string' ? body['nextPageToken'] : null,
    properties: texts(body['properties']),
    reconcile_ids: texts(body['reconcileIssues']),
    expand: typeof body['expand'] === 'string' ? body['expand'].split(',') : [],
  });
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function search(world: JiraWorld, input: SearchInput): JiraReply {
  const now = world.now();
  if (input.reconcile_ids.length > MOST_RECONCILED) throw new Refusal(400, [`reconcileIssues may hold at most ${MOST_RECONCILED} ids.`]);
  const known = indexed(world, input.reconcile_ids);
  let found: readonly string[] | null;
  if (input.next_page_token === null) found = matching(input.jql, known, world).map((issue) => issue.id);
  else found = world.cursors.resume(input.next_page_token, input.jql, now);
  if (found === null) throw new Refusal(400, ['The provided next page token is invalid or expired.']);

  const size = Math.min(input.max_results, world.faults.values.max_page ?? MOST_RESULTS);
  const rest = found.slice(size);
  const issues = found.slice(0, size).flatMap((id) => known.find((issue) => issue.id === id) ?? []);
  return {
    status: 200,
    body: {
      issues: issues.map((issue) => shown(issue, input, world)),
      ...(input.expand.includes('names') && issues.length > 0 ? { names: Object.fromEntries(input.fields.map((field) => [field, field])) } : {}),
      ...(rest.length > 0 ? { nextPageToken: world.cursors.save(input.jql, rest, now) } : {}),
      isLast: rest.length === 0,
    },
  };
}

/** The issues as the index shows them: late by the lag, but fresh for the reconciled ids. */
function indexed(world: JiraWorld, reconcile_ids: readonly string[]): readonly Issue[] {
  const faults = world.faults.values;
  const late = world.store.asOf(world.now() - faults.index_lag_ms).filter((issue) => !reconcile_ids.includes(issue.id));
  const fresh = world.store.all().filter((issue) => reconcile_ids.includes(issue.id));
  return [...late, ...fresh].filter((issue) => !faults.invisible_issues.includes(issue.key));
}

function matching(jql: string, issues: readonly Issue[], world: JiraWorld): readonly Issue[] {
  const query = parseJql(jql);
  if (query.where === null) throw new Refusal(400, ['Unbounded JQL queries are not allowed here. Please add a search restriction to your query.']);
  const matches = matcher(query.where, { now: world.now(), language: world.language, project: world.project, issueExists: (key) => world.store.find(key) !== undefined });
  return issues.filter(matches).toSorted(jqlOrder(query.order));
}

function shown(issue: Issue, input: SearchInput, world: JiraWorld): Readonly<Record<string, unknown>> {
  const wanted = Object.entries(issue.properties).filter(([key]) => input.properties.includes(key) || input.properties.includes('*all'));
  const properties = input.properties.length > 0 ? { properties: Object.fromEntries(wanted) } : {};
  const beyond_id = input.fields.filter((field) => field !== 'id');
  if (beyond_id.length === 0) return { id: issue.id, ...properties };
  const json = issueJson(issue, beyond_id, world);
  return { ...(beyond_id.every((field) => field === 'key') ? { ...json, fields: undefined } : json), ...properties };
}

function count(request: JiraRequest, world: JiraWorld): JiraReply {
  const jql = isRecord(request.body) && typeof request.body['jql'] === 'string' ? request.body['jql'] : '';
  return { status: 200, body: { count: matching(jql, indexed(world, []), world).length } };
}

function gone(): JiraReply {
  return {
    status: 410,
    body: {
      errorMessages: [
        'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046',
      ],
      errors: {},
    },
  };
}

export const SEARCH_ROUTES: readonly JiraRoute[] = [
  { method: 'GET', path: '/rest/api/3/search/jql', operation: 'searchAndReconsileIssuesUsingJql', write: false, handle: searchByGet },
  { method: 'POST', path: '/rest/api/3/search/jql', operation: 'searchAndReconsileIssuesUsingJqlPost', write: false, handle: searchByPost },
  { method: 'POST', path: '/rest/api/3/search/approximate-count', operation: 'countIssues', write: false, handle: count },
  { method: 'GET', path: '/rest/api/3/search', operation: 'searchForIssuesUsingJql', write: false, handle: gone },
  { method: 'POST', path: '/rest/api/3/search', operation: 'searchForIssuesUsingJqlPost', write: false, handle: gone },
];

import { changeIssue } from '../change-issue.ts';
import { readFieldPatch } from '../field-input.ts';
import { isRecord, textOf } from '../../guards.ts';
import type { Issue } from '../issue.ts';
import { Refusal } from '../refusal.ts';
import { historyJson, issueJson, transitionJson } from '../represent.ts';
import { queryList, queryNumber, type JiraReply, type JiraRequest, type JiraRoute } from '../route.ts';
import { DEFAULT_PRIORITY_ID, INITIAL_STATUS, STATUSES } from '../workflow.ts';
import type { JiraWorld } from '../world.ts';
import { findIssue } from './find-issue.ts';

function createIssue(request: JiraRequest, world: JiraWorld): JiraReply {
  const fields = isRecord(request.body) && isRecord(request.body['fields']) ? request.body['fields'] : {};
  const project = textOf(fields['project'], 'key') ?? textOf(fields['project'], 'id');
  if (project !== undefined && world.faults.values.forbidden_projects.includes(project)) throw new Refusal(403, ['You do not have permission to create issues in this project.']);
  if (project !== world.project.key && project !== world.project.id) throw new Refusal(400, [], { project: 'valid project is required' });

  const patch = readFieldPatch(request.body, world);
  const missing: Record<string, string> = {};
  if (patch.summary === undefined) missing['summary'] = 'You must specify a summary of the issue.';
  if (patch.issue_type_id === undefined) missing['issuetype'] = 'Specify an issue type';
  if (patch.summary === undefined || patch.issue_type_id === undefined) throw new Refusal(400, [], missing);

  const now = world.now();
  const blank: Issue = {
    id: String(world.store.nextId()),
    key: `${world.project.key}-${world.store.all().length + 1}`,
    summary: patch.summary,
    description: patch.description ?? null,
    status_id: INITIAL_STATUS.id,
    priority_id: world.faults.values.no_priority_on_screen ? null : (patch.priority_id ?? DEFAULT_PRIORITY_ID),
    issue_type_id: patch.issue_type_id,
    labels: patch.labels?.([]) ?? [],
    created_at_ms: now, updated_at_ms: now, resolved_at_ms: null,
    comments: [], history: [], properties: patch.properties, remote_links: [],
  };
  // Comments of the create call are taken by the same way as an edit's.
  const issue = changeIssue(blank, { comments: patch.comments, properties: {} }, world);
  world.store.put(issue, now);
  return { status: 201, body: { id: issue.id, key: issue.key, self: `${world.url()}/rest/api/3/issue/${issue.id}` }, issue_key: issue.key };
}

function getIssue(request: JiraRequest, world: JiraWorld): JiraReply {
  const issue = findIssue(request, world);
  const expand = queryList(request.query, 'expand');
  const properties = queryList(request.query, 'properties');
  const wanted = Object.entries(issue.properties).filter(([key]) => properties.includes('*all') || properties.includes(key));
  const histories = historyJson(issue, world);
  return {
    status: 200,
    issue_key: issue.key,
    body: {
      ...issueJson(issue, queryList(request.query, 'fields'), world),
      ...(properties.length > 0 ? { properties: Object.fromEntries(wanted) } : {}),
      ...(expand.includes('transitions') ? { transitions: openTransitions(issue).map((status) => transitionJson(status, world)) } : {}),
      // Inside an issue Jira shows the newest change first; the changelog resource the oldest.
      ...(expand.includes('changelog') ? { changelog: { startAt: 0, maxResults: histories.length, total: histories.length, histories: histories.toReversed() } } : {}),
    },
  };
}

function editIssue(request: JiraRequest, world: JiraWorld): JiraReply {
  const issue = findIssue(request, world);
  const edited = changeIssue(issue, readFieldPatch(request.body, world), world);
  world.store.put(edited, world.now());
  if (request.query.get('returnIssue') === 'true') return { status: 200, body: issueJson(edited, [], world), issue_key: issue.key };
  return { status: 204, issue_key: issue.key };
}

function getTransitions(request: JiraRequest, world: JiraWorld): JiraReply {
  const issue = findIssue(request, world);
  const only = request.query.get('transitionId');
  const transitions = openTransitions(issue).filter((status) => only === null || status.transition_id === only);
  return { status: 200, body: { expand: 'transitions', transitions: transitions.map((status) => transitionJson(status, world)) }, issue_key: issue.key };
}

function doTransition(request: JiraRequest, world: JiraWorld): JiraReply {
  const issue = findIssue(request, world);
  const id = textOf(isRecord(request.body) ? request.body['transition'] : undefined, 'id');
  if (id === undefined) throw new Refusal(400, ["Missing 'transition' identifier"]);
  const status = openTransitions(issue).find((open) => open.transition_id === id);
  if (status === undefined) throw new Refusal(400, [`Transition id '${id}' is not valid for this issue.`]);
  if (world.faults.strikes('transition_conflict', 'doTransition')) throw new Refusal(409, ['The issue was changed by somebody else at the same time. Read it again and retry.']);
  const moved = changeIssue(issue, readFieldPatch(request.body, world), world, status);
  world.store.put(moved, world.now());
  return { status: 204, issue_key: issue.key };
}

/** From any status to any other, but not to itself. */
function openTransitions(issue: Issue): typeof STATUSES {
  return STATUSES.filter((status) => status.id !== issue.status_id);
}

function getChangeLogs(request: JiraRequest, world: JiraWorld): JiraReply {
  const issue = findIssue(request, world);
  const startAt = queryNumber(request.query, 'startAt', 0, Number.MAX_SAFE_INTEGER);
  const maxResults = queryNumber(request.query, 'maxResults', 100, 100);
  const all = historyJson(issue, world);
  const values = all.slice(startAt, startAt + maxResults);
  return { status: 200, body: { startAt, maxResults, total: all.length, isLast: startAt + values.length >= all.length, values }, issue_key: issue.key };
}

export const ISSUE_ROUTES: readonly JiraRoute[] = [
  { method: 'POST', path: '/rest/api/3/issue', operation: 'createIssue', write: true, handle: createIssue },
  { method: 'GET', path: '/rest/api/3/issue/{issueIdOrKey}', operation: 'getIssue', write: false, handle: getIssue },
  { method: 'PUT', path: '/rest/api/3/issue/{issueIdOrKey}', operation: 'editIssue', write: true, handle: editIssue },
  { method: 'GET', path: '/rest/api/3/issue/{issueIdOrKey}/transitions', operation: 'getTransitions', write: false, handle: getTransitions },
  { method: 'POST', path: '/rest/api/3/issue/{issueIdOrKey}/transitions', operation: 'doTransition', write: true, handle: doTransition },
  { method: 'GET', path: '/rest/api/3/issue/{issueIdOrKey}/changelog', operation: 'getChangeLogs', write: false, handle: getChangeLogs },
];

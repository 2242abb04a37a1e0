import { Refusal } from '../refusal.ts';
import { issueTypeJson, jiraTime, priorityJson, projectJson, statusJson, userJson } from '../represent.ts';
import { queryList, queryNumber, type JiraReply, type JiraRequest, type JiraRoute } from '../route.ts';
import { ISSUE_TYPES, PRIORITIES, STATUSES } from '../workflow.ts';
import type { JiraWorld } from '../world.ts';

type Json = Readonly<Record<string, unknown>>;

function page(request: JiraRequest, values: readonly unknown[]): Json {
  const startAt = queryNumber(request.query, 'startAt', 0, Number.MAX_SAFE_INTEGER);
  const maxResults = queryNumber(request.query, 'maxResults', 50, 100);
  const shown = values.slice(startAt, startAt + maxResults);
  return { startAt, maxResults, total: values.length, isLast: startAt + shown.length >= values.length, values: shown };
}

function searchPriorities(request: JiraRequest, world: JiraWorld): JiraReply {
  const ids = queryList(request.query, 'id');
  const wanted = PRIORITIES.filter((priority) => ids.length === 0 || ids.includes(priority.id));
  return { status: 200, body: page(request, wanted.map((priority) => ({ ...priorityJson(priority, world), isDefault: priority.name === 'Medium' }))) };
}

function getCurrentUser(_request: JiraRequest, world: JiraWorld): JiraReply {
  return { status: 200, body: { ...userJson(world), locale: world.language === 'ko' ? 'ko_KR' : 'en_US' } };
}

const FIELDS: readonly (readonly [id: string, name: string, type: string, items?: string])[] = [
  ['summary', 'Summary', 'string'], ['description', 'Description', 'string'], ['status', 'Status', 'status'], ['priority', 'Priority', 'priority'],
  ['issuetype', 'Issue Type', 'issuetype'], ['project', 'Project', 'project'], ['labels', 'Labels', 'array', 'string'], ['created', 'Created', 'datetime'],
  ['updated', 'Updated', 'datetime'], ['resolution', 'Resolution', 'resolution'], ['comment', 'Comment', 'comments-page'], ['issuelinks', 'Linked Issues', 'array', 'issuelinks'],
];

function getFields(): JiraReply {
  const fields = FIELDS.map(([id, name, type, items]) => ({
    id, key: id, name, custom: false, orderable: true, navigable: id !== 'comment', searchable: true, clauseNames: [id],
    schema: { type, system: id, ...(items === undefined ? {} : { items }) },
  }));
  return { status: 200, body: fields };
}

/** Refuses a project that is forbidden, or that does not exist. */
function checkProject(id_or_key: string, world: JiraWorld): void {
  if (world.faults.values.forbidden_projects.includes(id_or_key)) throw new Refusal(403, ['You do not have permission to view this project.']);
  if (id_or_key !== world.project.key && id_or_key !== world.project.id) throw new Refusal(404, [`No project could be found with key '${id_or_key}'.`]);
}

function wholeProject(world: JiraWorld): Json {
  return {
    ...projectJson(world),
    description: 'The sandbox project.',
    lead: userJson(world),
    issueTypes: ISSUE_TYPES.map((type) => issueTypeJson(type, world)),
    assigneeType: 'UNASSIGNED',
    style: 'classic',
    isPrivate: false,
    versions: [],
    components: [],
    roles: {},
    properties: {},
  };
}

function getProject(request: JiraRequest, world: JiraWorld): JiraReply {
  checkProject(request.params['projectIdOrKey'] ?? '', world);
  return { status: 200, body: wholeProject(world) };
}

function searchProjects(request: JiraRequest, world: JiraWorld): JiraReply {
  const keys = queryList(request.query, 'keys');
  const visible = !world.faults.values.forbidden_projects.includes(world.project.key) && (keys.length === 0 || keys.includes(world.project.key));
  return { status: 200, body: page(request, visible ? [wholeProject(world)] : []) };
}

function getStatuses(request: JiraRequest, world: JiraWorld): JiraReply {
  checkProject(request.params['projectIdOrKey'] ?? '', world);
  const statuses = STATUSES.map((status) => statusJson(status, world));
  const types = ISSUE_TYPES.map((type) => ({ self: `${world.url()}/rest/api/3/issuetype/${type.id}`, id: type.id, name: type.name[world.language], subtask: false, statuses }));
  return { status: 200, body: types };
}

function getServerInfo(_request: JiraRequest, world: JiraWorld): JiraReply {
  return {
    status: 200,
    body: {
      baseUrl: world.url(), version: '1001.0.0-SNAPSHOT', versionNumbers: [1001, 0, 0], deploymentType: 'Cloud', buildNumber: 100_290,
      buildDate: jiraTime(Date.UTC(2026, 0, 1)), serverTime: jiraTime(world.now()), serverTimeZone: 'Etc/UTC', serverTitle: 'Jira (sandbox)', scmInfo: 'sandbox',
    },
  };
}

function getMyPermissions(request: JiraRequest, world: JiraWorld): JiraReply {
  const asked = queryList(request.query, 'permissions');
  if (asked.length === 0) throw new Refusal(400, ["The 'permissions' query parameter is required."]);
  const key = request.query.get('projectKey') ?? request.query.get('projectId');
  if (key !== null && !world.faults.values.forbidden_projects.includes(key)) checkProject(key, world);
  const have = key === null || !world.faults.values.forbidden_projects.includes(key);
  const ours = ['BROWSE_PROJECTS', 'CREATE_ISSUES', 'EDIT_ISSUES', 'TRANSITION_ISSUES', 'ADD_COMMENTS', 'LINK_ISSUES'];
  const permissions = Object.fromEntries(asked.map((name, index) => [
    name, { id: String(index + 10), key: name, name, type: 'PROJECT', description: '', havePermission: have && ours.includes(name) },
  ]));
  return { status: 200, body: { permissions } };
}

export const SITE_ROUTES: readonly JiraRoute[] = [
  { method: 'GET', path: '/rest/api/3/priority/search', operation: 'searchPriorities', write: false, handle: searchPriorities },
  { method: 'GET', path: '/rest/api/3/myself', operation: 'getCurrentUser', write: false, handle: getCurrentUser },
  { method: 'GET', path: '/rest/api/3/field', operation: 'getFields', write: false, handle: getFields },
  { method: 'GET', path: '/rest/api/3/project/search', operation: 'searchProjects', write: false, handle: searchProjects },
  { method: 'GET', path: '/rest/api/3/project/{projectIdOrKey}', operation: 'getProject', write: false, handle: getProject },
  { method: 'GET', path: '/rest/api/3/project/{projectIdOrKey}/statuses', operation: 'getAllStatuses', write: false, handle: getStatuses },
  { method: 'GET', path: '/rest/api/3/serverInfo', operation: 'getServerInfo', write: false, handle: getServerInfo },
  { method: 'GET', path: '/rest/api/3/mypermissions', operation: 'getMyPermissions', write: false, handle: getMyPermissions },
];

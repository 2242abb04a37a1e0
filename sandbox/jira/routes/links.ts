import { changeIssue } from '../change-issue.ts';
import { documentProblem } from '../field-input.ts';
import { isRecord, textOf } from '../../guards.ts';
import type { RemoteLink } from '../issue.ts';
import { Refusal } from '../refusal.ts';
import type { JiraReply, JiraRequest, JiraRoute } from '../route.ts';
import { LINK_TYPES } from '../workflow.ts';
import type { JiraWorld } from '../world.ts';
import { findIssue, visibleIssue } from './find-issue.ts';

const REMOTE = '/rest/api/3/issue/{issueIdOrKey}/remotelink';

function remoteLinkJson(link: RemoteLink, issue_id: string, world: JiraWorld): Readonly<Record<string, unknown>> {
  return {
    id: link.id,
    self: `${world.url()}/rest/api/3/issue/${issue_id}/remotelink/${link.id}`,
    object: link.object,
    ...(link.global_id === null ? {} : { globalId: link.global_id }),
    ...(link.relationship === null ? {} : { relationship: link.relationship }),
  };
}

function putRemoteLink(request: JiraRequest, world: JiraWorld): JiraReply {
  const issue = findIssue(request, world);
  const object = isRecord(request.body) ? request.body['object'] : undefined;
  const errors: Record<string, string> = {};
  if (textOf(object, 'title') === undefined) errors['title'] = "'title' is required.";
  if (textOf(object, 'url') === undefined) errors['url'] = "'url' is required.";
  if (!isRecord(object) || Object.keys(errors).length > 0) throw new Refusal(400, [], errors);
  const global_id = textOf(request.body, 'globalId') ?? null;
  // An upsert: the same global id means the same link, whatever else changed.
  const before = global_id === null ? undefined : issue.remote_links.find((link) => link.global_id === global_id);
  const link: RemoteLink = { id: before?.id ?? world.store.nextId(), global_id, relationship: textOf(request.body, 'relationship') ?? null, object };
  world.store.put({ ...issue, remote_links: [...issue.remote_links.filter((kept) => kept !== before), link] }, world.now());
  const { id, self } = remoteLinkJson(link, issue.id, world);
  return { status: before === undefined ? 201 : 200, body: { id, self }, issue_key: issue.key };
}

function getRemoteLinks(request: JiraRequest, world: JiraWorld): JiraReply {
  const issue = findIssue(request, world);
  const global_id = request.query.get('globalId');
  if (global_id === null) return { status: 200, body: issue.remote_links.map((link) => remoteLinkJson(link, issue.id, world)), issue_key: issue.key };
  const link = issue.remote_links.find((known) => known.global_id === global_id);
  if (link === undefined) throw new Refusal(404, [`No remote link with the global id ${global_id} exists.`]);
  return { status: 200, body: remoteLinkJson(link, issue.id, world), issue_key: issue.key };
}

function linkIssues(request: JiraRequest, world: JiraWorld): JiraReply {
  const body = isRecord(request.body) ? request.body : {};
  const name = textOf(body['type'], 'name');
  const id = textOf(body['type'], 'id');
  const type = LINK_TYPES.find((known) => known.id === id || known.name === name);
  if (type === undefined) throw new Refusal(404, [`No issue link type with name '${name ?? id ?? ''}' found.`]);
  const inward = visibleIssue(textOf(body['inwardIssue'], 'key') ?? textOf(body['inwardIssue'], 'id') ?? '', world);
  const outward = visibleIssue(textOf(body['outwardIssue'], 'key') ?? textOf(body['outwardIssue'], 'id') ?? '', world);
  const same = world.store.links().some((link) => link.type_id === type.id && link.inward_id === inward.id && link.outward_id === outward.id);
  const comment = isRecord(body['comment']) ? body['comment']['body'] : undefined;
  if (isRecord(comment)) {
    const problem = documentProblem(comment);
    if (problem !== null) throw new Refusal(400, [], { comment: problem });
    world.store.put(changeIssue(inward, { comments: [comment], properties: {} }, world), world.now());
  }
  if (!same) world.store.addLink({ id: String(world.store.nextId()), type_id: type.id, inward_id: inward.id, outward_id: outward.id });
  return { status: 201, issue_key: inward.key };
}

function getLinkTypes(_request: JiraRequest, world: JiraWorld): JiraReply {
  return { status: 200, body: { issueLinkTypes: LINK_TYPES.map((type) => ({ ...type, self: `${world.url()}/rest/api/3/issueLinkType/${type.id}` })) } };
}

export const LINK_ROUTES: readonly JiraRoute[] = [
  { method: 'POST', path: REMOTE, operation: 'createOrUpdateRemoteIssueLink', write: true, handle: putRemoteLink },
  { method: 'GET', path: REMOTE, operation: 'getRemoteIssueLinks', write: false, handle: getRemoteLinks },
  { method: 'POST', path: '/rest/api/3/issueLink', operation: 'linkIssues', write: true, handle: linkIssues },
  { method: 'GET', path: '/rest/api/3/issueLinkType', operation: 'getIssueLinkTypes', write: false, handle: getLinkTypes },
];

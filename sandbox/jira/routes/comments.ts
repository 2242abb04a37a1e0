import { changeIssue } from '../change-issue.ts';
import { documentProblem } from '../field-input.ts';
import { isRecord } from '../../guards.ts';
import { Refusal } from '../refusal.ts';
import { commentJson } from '../represent.ts';
import { queryNumber, type JiraReply, type JiraRequest, type JiraRoute } from '../route.ts';
import type { JiraWorld } from '../world.ts';
import { findIssue } from './find-issue.ts';

function addComment(request: JiraRequest, world: JiraWorld): JiraReply {
  const issue = findIssue(request, world);
  const body = isRecord(request.body) ? request.body['body'] : undefined;
  const problem = documentProblem(body);
  if (problem !== null || !isRecord(body)) throw new Refusal(400, [], { comment: problem ?? 'Comment body is not valid!' });
  const commented = changeIssue(issue, { comments: [body], properties: {} }, world);
  world.store.put(commented, world.now());
  const comment = commented.comments.at(-1);
  return { status: 201, body: comment && commentJson(comment, commented, world), issue_key: issue.key };
}

function getComments(request: JiraRequest, world: JiraWorld): JiraReply {
  const issue = findIssue(request, world);
  const startAt = queryNumber(request.query, 'startAt', 0, Number.MAX_SAFE_INTEGER);
  const maxResults = queryNumber(request.query, 'maxResults', 100, 5_000);
  const ordered = request.query.get('orderBy') === '-created' ? issue.comments.toReversed() : issue.comments;
  const page = ordered.slice(startAt, startAt + maxResults);
  return { status: 200, body: { startAt, maxResults, total: issue.comments.length, comments: page.map((comment) => commentJson(comment, issue, world)) }, issue_key: issue.key };
}

function getComment(request: JiraRequest, world: JiraWorld): JiraReply {
  const issue = findIssue(request, world);
  const comment = issue.comments.find((known) => known.id === request.params['id']);
  if (comment === undefined) throw new Refusal(404, [`Can not find a comment for the id: ${request.params['id']}.`]);
  return { status: 200, body: commentJson(comment, issue, world), issue_key: issue.key };
}

export const COMMENT_ROUTES: readonly JiraRoute[] = [
  { method: 'POST', path: '/rest/api/3/issue/{issueIdOrKey}/comment', operation: 'addComment', write: true, handle: addComment },
  { method: 'GET', path: '/rest/api/3/issue/{issueIdOrKey}/comment', operation: 'getComments', write: false, handle: getComments },
  { method: 'GET', path: '/rest/api/3/issue/{issueIdOrKey}/comment/{id}', operation: 'getComment', write: false, handle: getComment },
];

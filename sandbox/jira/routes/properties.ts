import { isPropertyValue } from '../field-input.ts';
import { Refusal } from '../refusal.ts';
import type { JiraReply, JiraRequest, JiraRoute } from '../route.ts';
import type { JiraWorld } from '../world.ts';
import { findIssue } from './find-issue.ts';

const PATH = '/rest/api/3/issue/{issueIdOrKey}/properties';

function listProperties(request: JiraRequest, world: JiraWorld): JiraReply {
  const issue = findIssue(request, world);
  const keys = Object.keys(issue.properties).map((key) => ({ key, self: `${world.url()}/rest/api/3/issue/${issue.id}/properties/${encodeURIComponent(key)}` }));
  return { status: 200, body: { keys }, issue_key: issue.key };
}

function getProperty(request: JiraRequest, world: JiraWorld): JiraReply {
  const issue = findIssue(request, world);
  const key = request.params['propertyKey'] ?? '';
  if (!Object.hasOwn(issue.properties, key)) throw new Refusal(404, [`The property ${key} does not exist.`]);
  return { status: 200, body: { key, value: issue.properties[key] }, issue_key: issue.key };
}

function setProperty(request: JiraRequest, world: JiraWorld): JiraReply {
  const issue = findIssue(request, world);
  const key = request.params['propertyKey'] ?? '';
  if (key.length > 255) throw new Refusal(400, ['The property key must be less than 255 characters.']);
  if (!isPropertyValue(request.body)) throw new Refusal(400, ['The property value must be valid JSON of at most 32768 characters.']);
  const known = Object.hasOwn(issue.properties, key);
  world.store.put({ ...issue, properties: { ...issue.properties, [key]: request.body } }, world.now());
  return { status: known ? 200 : 201, body: {}, issue_key: issue.key };
}

export const PROPERTY_ROUTES: readonly JiraRoute[] = [
  { method: 'GET', path: PATH, operation: 'getIssuePropertyKeys', write: false, handle: listProperties },
  { method: 'GET', path: `${PATH}/{propertyKey}`, operation: 'getIssueProperty', write: false, handle: getProperty },
  { method: 'PUT', path: `${PATH}/{propertyKey}`, operation: 'setIssueProperty', write: true, handle: setProperty },
];

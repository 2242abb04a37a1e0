import { AtlasError } from '../../core/error.ts';
import type { JiraCall } from './client.ts';
import { parseReply } from './parse-reply.ts';
import { IssueReply, TransitionList } from './schema.ts';

/** Moves the issue to the status with that id; nothing happens when it is there. CONFLICT when the workflow has no way from where it is. */
export async function moveTo(call: JiraCall, key: string, status_id: string): Promise<void> {
  const issue = await call('read the status', (jira, client) => jira.getIssue(client, { issueIdOrKey: key, fields: ['status'] }));
  const current = parseReply(IssueReply, issue, 'read the status', false).fields.status?.id ?? null;
  if (current === status_id) return;
  const reply = await call('read the transitions', (jira, client) => jira.getTransitions(client, { issueIdOrKey: key }));
  const { transitions } = parseReply(TransitionList, reply, 'read the transitions', false);
  // By id: names are translated, and the category cannot tell In Progress from In Review.
  const way = transitions.find((transition) => transition.to?.id === status_id && transition.isAvailable !== false);
  if (way === undefined) {
    throw new AtlasError('CONFLICT', `jira: no way for ${key} from status ${current ?? 'unknown'} to ${status_id}`, { details: { key, from: current, to: status_id } });
  }
  await call('move', (jira, client) => jira.doTransition(client, { issueIdOrKey: key, transition: { id: way.id } }));
}

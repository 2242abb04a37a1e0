import { AtlasError } from '../../core/error.ts';
import type { Tickets } from '../../core/ports.ts';
import type { TicketDraft, TicketPriority, TicketRef } from '../../core/ticket.ts';
import { toAdf } from './adf.ts';
import { createJiraCall } from './client.ts';
import type { JiraConnection } from './client.ts';
import { hasMarkedComment } from './comments.ts';
import { checkedKey, checkedLabel, summaryLine } from './guards.ts';
import { moveTo } from './move.ts';
import { parseReply } from './parse-reply.ts';
import { Created, IssueReply } from './schema.ts';
import { searchAll } from './search.ts';
import { byKey, toTicket } from './to-ticket.ts';
import type { StatusIds } from './to-ticket.ts';

export interface JiraOptions extends JiraConnection {
  readonly project_key: string;
  /** As the project calls it: `Bug`, `버그`. */
  readonly issue_type: string;
  readonly status_ids: StatusIds;
}

const TICKET_FIELDS = ['summary', 'status', 'priority', 'labels', 'updated'] as const;
const FINGERPRINT_PROPERTY = 'atlas.incident';

/** Tickets in one project of Jira Cloud. All texts go as documents, never as markup; every failure is an AtlasError. */
export function createJiraTickets(options: JiraOptions): Tickets {
  if (!/^[A-Z][A-Z0-9_]{1,30}$/.test(options.project_key)) throw new AtlasError('VALIDATION_ERROR', 'jira: not a project key');
  const call = createJiraCall(options);
  const in_project = `project = "${options.project_key}"`;

  async function createWith(draft: TicketDraft, priority: TicketPriority | null): Promise<TicketRef> {
    const reply = await call('create', (jira, client) =>
      jira.createIssue(client, {
        fields: {
          project: { key: options.project_key },
          issuetype: { name: options.issue_type },
          summary: summaryLine(draft.summary),
          description: toAdf(draft.description),
          labels: draft.labels.map(checkedLabel),
          ...(priority === null ? {} : { priority: { name: priority } }),
        },
        properties: [{ key: FINGERPRINT_PROPERTY, value: { ...draft.fingerprint } }],
      }),
    );
    const { id, key } = parseReply(Created, reply, 'create', true);
    return { id, key };
  }

  return {
    async findByLabel(label, reconcile_ids = []) {
      const jql = `${in_project} AND labels = "${checkedLabel(label)}" ORDER BY created ASC`;
      const issues = await searchAll(call, { jql, fields: ['labels'], reconcile_ids });
      return issues.map(({ id, key }) => ({ id, key })).sort(byKey);
    },

    async create(draft) {
      try {
        return await createWith(draft, draft.priority);
      } catch (error) {
        if (!isAboutPriority(error)) throw error;
        // Team-managed projects often have no priority on their create screen; the refusal created nothing.
        return createWith(draft, null);
      }
    },

    async get(key) {
      const reply = await call('get', (jira, client) => jira.getIssue(client, { issueIdOrKey: checkedKey(key), fields: [...TICKET_FIELDS] }));
      return toTicket(parseReply(IssueReply, reply, 'get', false), options.status_ids);
    },

    async unfinished() {
      const jql = `${in_project} AND statusCategory != Done ORDER BY priority DESC, created ASC`;
      const issues = await searchAll(call, { jql, fields: TICKET_FIELDS });
      return issues.map((issue) => toTicket(issue, options.status_ids));
    },

    async move(key, state) {
      await moveTo(call, checkedKey(key), options.status_ids[state]);
    },

    async comment(key, body, marker) {
      await call('comment', (jira, client) => jira.addComment(client, { issueIdOrKey: checkedKey(key), body: toAdf(body, checkedMarker(marker)) }));
    },

    async hasComment(key, marker) {
      return hasMarkedComment(call, checkedKey(key), checkedMarker(marker));
    },

    async setPriority(key, priority) {
      await call('set the priority', (jira, client) => jira.editIssue(client, { issueIdOrKey: checkedKey(key), fields: { priority: { name: priority } } }));
    },

    link(key) {
      return `${options.site.replace(/\/+$/, '')}/browse/${encodeURIComponent(key)}`;
    },
  };
}

function isAboutPriority(error: unknown): boolean {
  return error instanceof AtlasError && error.details['status'] === 400 && Array.isArray(error.details['fields']) && error.details['fields'].includes('priority');
}

/** A marker is found again only as it was written: what the document would change or cut is refused. */
function checkedMarker(marker: string): string {
  if (!/^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/.test(marker)) throw new AtlasError('VALIDATION_ERROR', 'jira: a marker is one line of at most 200 plain characters');
  return marker;
}

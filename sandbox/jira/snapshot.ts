import { adfText } from './adf.ts';
import type { Issue } from './issue.ts';
import type { LoggedRequest } from './request-log.ts';
import { ISSUE_TYPES, LINK_TYPES, PRIORITIES, STATUSES } from './workflow.ts';
import type { JiraWorld } from './world.ts';

export interface JiraSnapshotIssue {
  readonly id: string;
  readonly key: string;
  readonly summary: string;
  readonly description: string;
  readonly issue_type: string;
  readonly status: { readonly id: string; readonly name: string };
  readonly priority: string | null;
  readonly labels: readonly string[];
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
  readonly comments: readonly { readonly id: string; readonly text: string; readonly at_ms: number }[];
  /** Every change of a field, oldest first, with the texts that people see; `status` and `priority` among them. */
  readonly history: readonly { readonly at_ms: number; readonly field: string; readonly from: string | null; readonly to: string | null }[];
  readonly links: readonly { readonly type: string; readonly direction: 'inward' | 'outward'; readonly key: string }[];
  readonly remote_links: readonly { readonly global_id: string | null; readonly url: string; readonly title: string }[];
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface JiraSnapshot {
  readonly issues: readonly JiraSnapshotIssue[];
  /** Every write, and the newest reads, in the order in which they were answered. */
  readonly requests: readonly LoggedRequest[];
}

/** The whole tracker as plain JSON, issues in the order of creation. */
export function jiraSnapshot(world: JiraWorld, requests: readonly LoggedRequest[]): JiraSnapshot {
  return { issues: world.store.all().map((issue) => snapshotIssue(issue, world)), requests: [...requests] };
}

function snapshotIssue(issue: Issue, world: JiraWorld): JiraSnapshotIssue {
  return {
    id: issue.id,
    key: issue.key,
    summary: issue.summary,
    description: issue.description === null ? '' : adfText(issue.description),
    issue_type: ISSUE_TYPES.find((type) => type.id === issue.issue_type_id)?.name[world.language] ?? '',
    status: { id: issue.status_id, name: STATUSES.find((status) => status.id === issue.status_id)?.name[world.language] ?? '' },
    priority: PRIORITIES.find((priority) => priority.id === issue.priority_id)?.name ?? null,
    labels: issue.labels,
    created_at_ms: issue.created_at_ms,
    updated_at_ms: issue.updated_at_ms,
    comments: issue.comments.map((comment) => ({ id: comment.id, text: adfText(comment.body), at_ms: comment.at_ms })),
    history: issue.history.flatMap((entry) => entry.changes.map((change) => ({ at_ms: entry.at_ms, field: change.field, from: change.from_text, to: change.to_text }))),
    links: world.store.links().flatMap((link) => {
      const type = LINK_TYPES.find((known) => known.id === link.type_id)?.name ?? '';
      const outward = { type, direction: 'outward' as const, key: world.store.find(link.outward_id)?.key ?? '' };
      const inward = { type, direction: 'inward' as const, key: world.store.find(link.inward_id)?.key ?? '' };
      return [...(link.inward_id === issue.id ? [outward] : []), ...(link.outward_id === issue.id ? [inward] : [])];
    }),
    remote_links: issue.remote_links.map((link) => ({ global_id: link.global_id, url: String(link.object['url']), title: String(link.object['title']) })),
    properties: issue.properties,
  };
}

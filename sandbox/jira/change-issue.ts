import { adfText } from './adf.ts';
import type { FieldPatch } from './field-input.ts';
import type { FieldChange, Issue, IssueComment } from './issue.ts';
import { ISSUE_TYPES, PRIORITIES, STATUSES, type Status } from './workflow.ts';
import type { JiraWorld } from './world.ts';

/** The issue after the patch and, if given, the move to `status`; its history says what really changed. */
export function changeIssue(issue: Issue, patch: FieldPatch, world: JiraWorld, status?: Status): Issue {
  const now = world.now();
  const after: Issue = {
    ...issue,
    summary: patch.summary ?? issue.summary,
    description: patch.description === undefined ? issue.description : patch.description,
    priority_id: patch.priority_id === undefined ? issue.priority_id : patch.priority_id,
    issue_type_id: patch.issue_type_id ?? issue.issue_type_id,
    labels: patch.labels?.(issue.labels) ?? issue.labels,
    properties: { ...issue.properties, ...patch.properties },
    ...(status === undefined ? {} : { status_id: status.id, resolved_at_ms: status.category.key === 'done' ? (issue.resolved_at_ms ?? now) : null }),
  };
  const changes = differences(issue, after, world);
  const comments = [...issue.comments, ...patch.comments.map((body): IssueComment => ({ id: String(world.store.nextId()), body, at_ms: now }))];
  const history = changes.length === 0 ? issue.history : [...issue.history, { id: String(world.store.nextId()), at_ms: now, changes }];
  return { ...after, comments, history, updated_at_ms: now };
}

function differences(before: Issue, after: Issue, world: JiraWorld): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  function note(field: string, from: string | null, to: string | null, text: (id: string | null) => string | null = (id) => id): void {
    if (from !== to) changes.push({ field, from, from_text: text(from), to, to_text: text(to) });
  }
  note('summary', before.summary, after.summary);
  note('description', before.description && adfText(before.description), after.description && adfText(after.description));
  note('priority', before.priority_id, after.priority_id, (id) => PRIORITIES.find((priority) => priority.id === id)?.name ?? null);
  note('issuetype', before.issue_type_id, after.issue_type_id, (id) => ISSUE_TYPES.find((type) => type.id === id)?.name[world.language] ?? null);
  note('labels', before.labels.join(' '), after.labels.join(' '));
  note('status', before.status_id, after.status_id, (id) => STATUSES.find((status) => status.id === id)?.name[world.language] ?? null);
  return changes;
}

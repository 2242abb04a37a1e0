import { adfText } from '../adf.ts';
import type { Issue } from '../issue.ts';
import { Refusal } from '../refusal.ts';
import { CATEGORIES, ISSUE_TYPES, PRIORITIES, STATUSES, type JiraLanguage } from '../workflow.ts';

export interface JqlContext {
  readonly now: number;
  readonly language: JiraLanguage;
  readonly project: { readonly id: string; readonly key: string; readonly name: string };
  readonly issueExists: (id_or_key: string) => boolean;
}

/** A field that is compared by identity: what an issue has in it, and which identity a text of the query means. */
export interface ChoiceField {
  readonly kind: 'choice';
  readonly of: (issue: Issue) => readonly string[];
  readonly resolve: (text: string, context: JqlContext) => string | undefined;
}
export interface DateField {
  readonly kind: 'date';
  readonly of: (issue: Issue) => number | null;
}
export interface TextField {
  readonly kind: 'text';
  readonly of: (issue: Issue) => string;
}
export type JqlField = ChoiceField | DateField | TextField;

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

const KEY: ChoiceField = {
  kind: 'choice',
  of: (issue) => [issue.id, issue.key],
  resolve: (text, context) => (context.issueExists(text) ? text.toUpperCase() : undefined),
};
const TYPE: ChoiceField = {
  kind: 'choice',
  of: (issue) => [issue.issue_type_id],
  resolve: (text, { language }) => ISSUE_TYPES.find((type) => type.id === text || same(type.name[language], text) || same(type.name.en, text))?.id,
};
const CREATED: DateField = { kind: 'date', of: (issue) => issue.created_at_ms };
const UPDATED: DateField = { kind: 'date', of: (issue) => issue.updated_at_ms };

const FIELDS: Readonly<Record<string, JqlField>> = {
  project: {
    kind: 'choice',
    of: () => ['project'],
    resolve: (text, { project }) => ([project.id, project.key, project.name].some((name) => same(name, text)) ? 'project' : undefined),
  },
  // A label that nobody used yet is no error: it just finds nothing.
  labels: { kind: 'choice', of: (issue) => issue.labels, resolve: (text) => text },
  status: {
    kind: 'choice',
    of: (issue) => [issue.status_id],
    resolve: (text, { language }) => STATUSES.find((status) => status.id === text || same(status.name[language], text) || same(status.name.en, text))?.id,
  },
  statuscategory: {
    kind: 'choice',
    of: (issue) => [STATUSES.find((status) => status.id === issue.status_id)?.category.key ?? ''],
    resolve: (text, { language }) =>
      CATEGORIES.find((category) => [category.key, String(category.id), category.name[language], category.name.en].some((name) => same(name, text)))?.key,
  },
  key: KEY, issuekey: KEY, issue: KEY, id: KEY,
  issuetype: TYPE, type: TYPE,
  priority: {
    kind: 'choice',
    of: (issue) => (issue.priority_id === null ? [] : [issue.priority_id]),
    resolve: (text) => PRIORITIES.find((priority) => priority.id === text || same(priority.name, text))?.id,
  },
  resolution: {
    kind: 'choice',
    of: (issue) => (issue.resolved_at_ms === null ? ['unresolved'] : ['done']),
    resolve: (text) => (['unresolved', 'done'].includes(text.toLowerCase()) ? text.toLowerCase() : undefined),
  },
  created: CREATED, createddate: CREATED,
  updated: UPDATED, updateddate: UPDATED,
  resolved: { kind: 'date', of: (issue) => issue.resolved_at_ms },
  summary: { kind: 'text', of: (issue) => issue.summary },
  description: { kind: 'text', of: (issue) => (issue.description === null ? '' : adfText(issue.description)) },
  text: {
    kind: 'text',
    of: (issue) => [issue.summary, issue.description === null ? '' : adfText(issue.description), ...issue.comments.map((comment) => adfText(comment.body))].join('\n'),
  },
};

/** The field of that name; throws Jira's Refusal when there is none. */
export function jqlField(name: string): JqlField {
  const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
  if (field === undefined) throw new Refusal(400, [`Field '${name}' does not exist or you do not have permission to view it.`]);
  return field;
}

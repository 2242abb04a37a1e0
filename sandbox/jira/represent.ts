import type { Issue, IssueComment, IssueLink } from './issue.ts';
import { CATEGORIES, ISSUE_TYPES, LINK_TYPES, PRIORITIES, STATUSES, type IssueType, type Priority, type Status, type StatusCategory } from './workflow.ts';
import type { JiraWorld } from './world.ts';

type Json = Readonly<Record<string, unknown>>;

/** Jira's own form of a time: a zone without a colon, which not every parser reads. */
export function jiraTime(at_ms: number): string {
  return new Date(at_ms).toISOString().replace('Z', '+0000');
}

export function userJson(world: JiraWorld): Json {
  const avatar = `${world.url()}/avatar`;
  return {
    self: `${world.url()}/rest/api/3/user?accountId=sandbox-bot`,
    accountId: 'sandbox-bot',
    accountType: 'atlassian',
    emailAddress: world.email,
    displayName: 'Atlas',
    active: true,
    timeZone: 'Etc/UTC',
    avatarUrls: { '16x16': avatar, '24x24': avatar, '32x32': avatar, '48x48': avatar },
  };
}

export function categoryJson(category: StatusCategory, world: JiraWorld): Json {
  return { self: `${world.url()}/rest/api/3/statuscategory/${category.id}`, id: category.id, key: category.key, colorName: category.color, name: category.name[world.language] };
}

export function statusJson(status: Status, world: JiraWorld): Json {
  return {
    self: `${world.url()}/rest/api/3/status/${status.id}`,
    description: '',
    iconUrl: `${world.url()}/`,
    name: status.name[world.language],
    id: status.id,
    statusCategory: categoryJson(status.category, world),
  };
}

export function priorityJson(priority: Priority, world: JiraWorld): Json {
  return {
    self: `${world.url()}/rest/api/3/priority/${priority.id}`,
    statusColor: priority.color,
    description: priority.name,
    iconUrl: `${world.url()}/`,
    name: priority.name,
    id: priority.id,
  };
}

export function issueTypeJson(type: IssueType, world: JiraWorld): Json {
  return { self: `${world.url()}/rest/api/3/issuetype/${type.id}`, id: type.id, description: '', iconUrl: `${world.url()}/`, name: type.name[world.language], subtask: false, hierarchyLevel: 0 };
}

export function projectJson(world: JiraWorld): Json {
  return { self: `${world.url()}/rest/api/3/project/${world.project.id}`, id: world.project.id, key: world.project.key, name: world.project.name, projectTypeKey: 'software', simplified: false };
}

export function commentJson(comment: IssueComment, issue: Issue, world: JiraWorld): Json {
  const user = userJson(world);
  const time = jiraTime(comment.at_ms);
  return {
    self: `${world.url()}/rest/api/3/issue/${issue.id}/comment/${comment.id}`,
    id: comment.id, author: user, updateAuthor: user, body: comment.body, created: time, updated: time, jsdPublic: true,
  };
}

export function transitionJson(status: Status, world: JiraWorld): Json {
  return {
    id: status.transition_id, name: status.name[world.language], to: statusJson(status, world),
    hasScreen: false, isGlobal: true, isInitial: false, isAvailable: true, isConditional: false, looped: false,
  };
}

function linkJson(link: IssueLink, issue: Issue, world: JiraWorld): Json {
  const type = LINK_TYPES.find((known) => known.id === link.type_id);
  const outward = link.inward_id === issue.id;
  const other = world.store.find(outward ? link.outward_id : link.inward_id);
  return {
    id: link.id,
    self: `${world.url()}/rest/api/3/issueLink/${link.id}`,
    type,
    [outward ? 'outwardIssue' : 'inwardIssue']: { id: other?.id, key: other?.key, self: `${world.url()}/rest/api/3/issue/${other?.id}`, fields: { summary: other?.summary } },
  };
}

/** Every field that an issue can show, by name. */
export function fieldValues(issue: Issue, world: JiraWorld): Json {
  const user = userJson(world);
  const status = STATUSES.find((known) => known.id === issue.status_id);
  const priority = PRIORITIES.find((known) => known.id === issue.priority_id);
  const type = ISSUE_TYPES.find((known) => known.id === issue.issue_type_id);
  const moved = issue.history.findLast((entry) => entry.changes.some((change) => change.field === 'status'));
  return {
    summary: issue.summary,
    description: issue.description,
    status: status && statusJson(status, world),
    statusCategory: status && categoryJson(CATEGORIES.find((category) => category === status.category) ?? status.category, world),
    priority: priority === undefined ? null : priorityJson(priority, world),
    issuetype: type && issueTypeJson(type, world),
    project: projectJson(world),
    labels: issue.labels,
    created: jiraTime(issue.created_at_ms),
    updated: jiraTime(issue.updated_at_ms),
    statuscategorychangedate: jiraTime(moved?.at_ms ?? issue.created_at_ms),
    resolution: issue.resolved_at_ms === null ? null : { self: `${world.url()}/rest/api/3/resolution/10000`, id: '10000', name: world.language === 'ko' ? '완료' : 'Done', description: '' },
    resolutiondate: issue.resolved_at_ms === null ? null : jiraTime(issue.resolved_at_ms),
    reporter: user,
    creator: user,
    assignee: null,
    comment: {
      comments: issue.comments.map((comment) => commentJson(comment, issue, world)),
      self: `${world.url()}/rest/api/3/issue/${issue.id}/comment`,
      maxResults: issue.comments.length, total: issue.comments.length, startAt: 0,
    },
    issuelinks: world.store.links().filter((link) => link.inward_id === issue.id || link.outward_id === issue.id).map((link) => linkJson(link, issue, world)),
  };
}

/** Picks fields as Jira does: `*all`, `*navigable` (all but comments), names, and `-name` to leave one out. */
export function pickFields(all: Json, asked: readonly string[]): Json {
  const without = asked.filter((name) => name.startsWith('-')).map((name) => name.slice(1));
  const wanted = asked.filter((name) => !name.startsWith('-'));
  const everything = wanted.includes('*all') || wanted.length === 0;
  return Object.fromEntries(Object.entries(all).filter(([name]) => {
    if (without.includes(name)) return false;
    return everything || wanted.includes(name) || (wanted.includes('*navigable') && name !== 'comment');
  }));
}

/** An issue with its address and the fields asked for. */
export function issueJson(issue: Issue, fields: readonly string[], world: JiraWorld): Json {
  return {
    expand: 'renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations',
    id: issue.id,
    self: `${world.url()}/rest/api/3/issue/${issue.id}`,
    key: issue.key,
    fields: pickFields(fieldValues(issue, world), fields),
  };
}

/** One page of the changelog, oldest entry first. */
export function historyJson(issue: Issue, world: JiraWorld): readonly Json[] {
  return issue.history.map((entry) => ({
    id: entry.id,
    author: userJson(world),
    created: jiraTime(entry.at_ms),
    items: entry.changes.map((change) => ({
      field: change.field, fieldtype: 'jira', fieldId: change.field,
      ...(change.from === null ? {} : { from: change.from }), ...(change.from_text === null ? {} : { fromString: change.from_text }),
      ...(change.to === null ? {} : { to: change.to }), ...(change.to_text === null ? {} : { toString: change.to_text }),
    })),
  }));
}

import type { Issue } from '../issue.ts';
import { issueNotFound } from '../refusal.ts';
import type { JiraRequest } from '../route.ts';
import type { JiraWorld } from '../world.ts';

/** The issue that the path names; throws 404 when it does not exist or may not be seen. */
export function findIssue(request: JiraRequest, world: JiraWorld): Issue {
  return visibleIssue(request.params['issueIdOrKey'] ?? '', world);
}

export function visibleIssue(id_or_key: string, world: JiraWorld): Issue {
  const issue = world.store.find(id_or_key);
  if (issue === undefined || world.faults.values.invisible_issues.includes(issue.key)) throw issueNotFound();
  return issue;
}

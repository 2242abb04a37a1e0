import type { Issue } from '../issue.ts';
import { PRIORITIES, STATUSES } from '../workflow.ts';
import type { JiraWorld } from '../world.ts';
import { escapeHtml, layout, timeTag } from './layout.ts';

/** All tickets on a board, one column a status, most urgent first. */
export function boardPage(world: JiraWorld, notice?: string): string {
  const issues = world.store.all();
  const columns = STATUSES.map((status) => {
    const here = issues.filter((issue) => issue.status_id === status.id).toSorted((left, right) => rank(left) - rank(right) || Number(right.id) - Number(left.id));
    const cards = here.map((issue) => card(issue)).join('') || '<div class="empty">–</div>';
    return `<section class="column ${status.category.key}"><h2>${escapeHtml(status.name[world.language])} · ${here.length}</h2>${cards}</section>`;
  });
  const header = `<h1>${escapeHtml(world.project.name)}</h1><span>a sandbox that speaks Jira Cloud v3 · ${issues.length} tickets</span>${notice === undefined ? '' : `<span class="notice">${escapeHtml(notice)}</span>`}`;
  return layout(world.project.name, world.language, header, `<div class="board">${columns.join('')}</div>`);
}

function rank(issue: Issue): number {
  return issue.priority_id === null ? 99 : Number(issue.priority_id);
}

function card(issue: Issue): string {
  return `<a class="card" href="/browse/${escapeHtml(issue.key)}"><p>${escapeHtml(issue.summary)}</p><div class="meta">${priorityTag(issue)}<strong>${escapeHtml(issue.key)}</strong><span>${issue.comments.length} comments</span>${timeTag(issue.updated_at_ms)}</div></a>`;
}

/** The priority with its colour. */
export function priorityTag(issue: Issue): string {
  const priority = PRIORITIES.find((known) => known.id === issue.priority_id);
  return priority === undefined ? '<span>no priority</span>' : `<span class="dot" style="background:${priority.color}"></span><span>${priority.name}</span>`;
}

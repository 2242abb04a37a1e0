import type { FieldChange, Issue } from '../issue.ts';
import { ISSUE_TYPES, STATUSES } from '../workflow.ts';
import type { JiraWorld } from '../world.ts';
import { adfHtml } from './adf-html.ts';
import { priorityTag } from './board.ts';
import { escapeHtml, layout, timeTag } from './layout.ts';

/** One ticket as a person reads it: description, comments, what happened when. */
export function issuePage(issue: Issue, world: JiraWorld): string {
  const status = STATUSES.find((known) => known.id === issue.status_id);
  const type = ISSUE_TYPES.find((known) => known.id === issue.issue_type_id);
  const comments = issue.comments.map((comment) => `<article class="paper"><div class="meta"><strong>Atlas</strong>${timeTag(comment.at_ms)}</div>${adfHtml(comment.body)}</article>`);
  const history = issue.history.map((entry) => `<li>${timeTag(entry.at_ms)}<br>${entry.changes.map(changeLine).join('<br>')}</li>`);
  const remote = issue.remote_links.map((link) => remoteLine(String(link.object['url']), String(link.object['title'])));
  const facts = [
    ['Status', `<span class="pill">${escapeHtml(status?.name[world.language] ?? '')}</span>`],
    ['Priority', `<span class="meta">${priorityTag(issue)}</span>`],
    ['Type', escapeHtml(type?.name[world.language] ?? '')],
    ['Labels', issue.labels.map((label) => `<span class="pill">${escapeHtml(label)}</span>`).join(' ') || '–'],
    ['Created', timeTag(issue.created_at_ms)],
    ['Updated', timeTag(issue.updated_at_ms)],
    ['Links', remote.join('<br>') || '–'],
  ];
  const main = `<div class="two"><div><section class="paper"><h2>${escapeHtml(issue.summary)}</h2>${issue.description === null ? '<p class="empty">No description.</p>' : adfHtml(issue.description)}</section><h3>${comments.length} comments</h3>${comments.join('')}</div><aside><section class="paper"><dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl></section><section class="paper"><h3>History</h3><ol class="history">${history.join('') || '<li class="empty">Nothing changed yet.</li>'}</ol></section></aside></div>`;
  return layout(`${issue.key} ${issue.summary}`, world.language, `<h1><a href="/">${escapeHtml(world.project.name)}</a> / ${escapeHtml(issue.key)}</h1>`, main);
}

function changeLine(change: FieldChange): string {
  if (change.field === 'description') return 'description changed';
  return `${escapeHtml(change.field)}: ${escapeHtml(change.from_text || '–')} → <strong>${escapeHtml(change.to_text || '–')}</strong>`;
}

function remoteLine(url: string, title: string): string {
  return /^https?:\/\//i.test(url) ? `<a href="${escapeHtml(url)}" rel="noopener noreferrer">${escapeHtml(title)}</a>` : escapeHtml(title);
}

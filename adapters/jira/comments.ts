import type { JiraCall } from './client.ts';
import { parseReply } from './parse-reply.ts';
import { CommentPage } from './schema.ts';
import type { AdfReplyNode } from './schema.ts';

const PAGE_SIZE = 100;
const MAX_PAGES = 50;

/** Does a comment of the issue end with exactly this marker? Newest first: it is asked right after writing. */
export async function hasMarkedComment(call: JiraCall, key: string, marker: string): Promise<boolean> {
  let startAt = 0;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const from = startAt;
    const reply = await call('read comments', (jira, client) => jira.getComments(client, { issueIdOrKey: key, startAt: from, maxResults: PAGE_SIZE, orderBy: '-created' }));
    const found = parseReply(CommentPage, reply, 'read comments', false);
    if (found.comments.some((comment) => comment.body !== undefined && endsWith(comment.body, marker))) return true;
    startAt += found.comments.length;
    if (found.comments.length === 0 || startAt >= (found.total ?? 0)) return false;
  }
  return false;
}

/** The whole last paragraph, so that `…-1` is not found in `…-12`, and a quotation in the text does not count. */
function endsWith(body: AdfReplyNode, marker: string): boolean {
  const last = body.content?.at(-1);
  return last?.type === 'paragraph' && plainText(last).trim() === marker.trim();
}

function plainText(node: AdfReplyNode): string {
  return node.text ?? (node.content ?? []).map(plainText).join('');
}

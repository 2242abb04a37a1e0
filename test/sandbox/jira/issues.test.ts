import { isApiError } from 'jira.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bug, cloudClient, document, startJiraInTest, type JiraInTest } from './jira-in-test.ts';

let world: JiraInTest;
beforeEach(async () => {
  world = await startJiraInTest();
});
afterEach(() => world.jira.close());

async function refusal(call: Promise<unknown>): Promise<{ status: number; detail: unknown }> {
  const error: unknown = await call.then(() => undefined, (reason: unknown) => reason);
  if (!isApiError(error)) throw new Error(`expected Jira to refuse, got ${String(error)}`);
  return { status: error.status, detail: error.body };
}

describe('issues', () => {
  it('creates, reads, edits, moves and comments, and remembers all of it', async () => {
    const { client } = world;
    const created = await client.issues.createIssue({
      ...bug('cart: error rate 12 %', { labels: ['auto-detected', 'atlas-1'], priority: { name: 'High' } }),
      properties: [{ key: 'sre.fingerprint', value: { incident: 'INC-1' } }],
    });
    expect(created.key).toBe('OPS-1');
    const { transitions = [] } = await client.issues.getTransitions({ issueIdOrKey: 'OPS-1' });
    expect(transitions.map((transition) => transition.to?.id)).toEqual(['3', '10001', '10002']);
    for (const transition of transitions) expect(transition.id).not.toBe(transition.to?.id);
    const to_progress = transitions.find((transition) => transition.to?.id === '3');
    await client.issues.doTransition({ issueIdOrKey: 'OPS-1', transition: { id: to_progress?.id ?? '' }, update: { comment: [{ add: { body: document('started') } }] } });
    await client.issues.editIssue({ issueIdOrKey: 'OPS-1', fields: { priority: { name: 'Highest' } }, update: { labels: [{ add: 'again' }, { remove: 'atlas-1' }] } });
    await client.issueComments.addComment({ issueIdOrKey: 'OPS-1', body: document('restarted') });

    const issue = await client.issues.getIssue({ issueIdOrKey: created.id, properties: ['*all'], expand: 'changelog,transitions' });
    expect(issue.fields).toMatchObject({ status: { id: '3', statusCategory: { key: 'indeterminate' } }, priority: { name: 'Highest' }, labels: ['auto-detected', 'again'], issuetype: { name: 'Bug' } });
    expect(issue.fields?.['created']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
    expect(issue.properties).toEqual({ 'sre.fingerprint': { incident: 'INC-1' } });
    expect(issue.changelog?.total).toBe(2);
    const [shown] = world.jira.snapshot().issues;
    expect(shown?.comments.map((comment) => comment.text)).toEqual(['started', 'restarted']);
    expect(shown?.history.map(({ field, from, to }) => [field, from, to])).toEqual([
      ['status', 'To Do', 'In Progress'], ['priority', 'High', 'Highest'], ['labels', 'auto-detected atlas-1', 'auto-detected again'],
    ]);
    const writes = world.jira.snapshot().requests.filter((request) => request.write);
    expect(writes.map((request) => [request.operation, request.status, request.issue_key])).toEqual([
      ['createIssue', 201, 'OPS-1'], ['doTransition', 204, 'OPS-1'], ['editIssue', 204, 'OPS-1'], ['addComment', 201, 'OPS-1'],
    ]);
  });

  it('answers edit and transition with 204 and nothing', async () => {
    await world.client.issues.createIssue(bug('one'));
    await world.client.issues.editIssue({ issueIdOrKey: 'OPS-1', fields: { summary: 'two' } });
    await world.client.issues.doTransition({ issueIdOrKey: 'OPS-1', transition: { id: '41' } });
    for (const exchange of world.exchanges.slice(1)) expect([exchange.status, exchange.reply_body]).toEqual([204, undefined]);
    expect((await world.client.issues.getIssue({ issueIdOrKey: 'OPS-1' })).fields?.['resolution']).toMatchObject({ name: 'Done' });
    await world.client.issues.doTransition({ issueIdOrKey: 'OPS-1', transition: { id: '11' } });
    expect((await world.client.issues.getIssue({ issueIdOrKey: 'OPS-1' })).fields?.['resolution']).toBeNull();
  });

  it.each([
    ['a label with a space', { labels: ['two words'] }, 'labels'],
    ['a summary over 255 characters', { summary: 'x'.repeat(256) }, 'summary'],
    ['a summary with a newline', { summary: 'a\nb' }, 'summary'],
    ['an empty text node', { description: document('') }, 'description'],
    ['code that is bold too', { description: { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text: 'x', marks: [{ type: 'code' }, { type: 'strong' }] }] }] } }, 'description'],
    ['a heading without a level', { description: { type: 'doc', version: 1, content: [{ type: 'heading', content: [] }] } }, 'description'],
    ['text without a paragraph', { description: { type: 'doc', version: 1, content: [{ type: 'text', text: 'x' }] } }, 'description'],
    ['an unknown priority', { priority: { name: 'Urgent' } }, 'priority'],
    ['an issue type of another language', { issuetype: { name: '버그' } }, 'issuetype'],
    ['an unknown field', { severity: 'high' }, 'severity'],
    ['an unknown project', { project: { key: 'NOPE' } }, 'project'],
  ])('refuses %s', async (_what, fields, field) => {
    const { status, detail } = await refusal(world.client.issues.createIssue(bug('fine', fields)));
    expect(status).toBe(400);
    expect(detail).toHaveProperty(['errors', field]);
    expect(world.jira.snapshot().issues).toEqual([]);
  });

  it('refuses a text where v3 wants a document, and refuses version 2 altogether', async () => {
    const authorization = `Basic ${Buffer.from('atlas@sandbox.test:sandbox-token').toString('base64')}`;
    const reply = await fetch(`${world.jira.url}/rest/api/3/issue`, {
      method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(bug('fine', { description: 'plain' })),
    });
    expect([reply.status, await reply.json()]).toMatchObject([400, { errors: { description: expect.stringContaining('Operation value must be an Atlassian Document') } }]);
    // jira.js quietly calls version 2 when the body is a text.
    await world.client.issues.createIssue(bug('fine'));
    const silent = await refusal(world.client.issueComments.addComment({ issueIdOrKey: 'OPS-1', body: 'plain' }));
    expect(silent.status).toBe(400);
    expect(world.exchanges.at(-1)?.path).toBe('/rest/api/2/issue/OPS-1/comment');
    expect(world.jira.snapshot().issues[0]?.comments).toEqual([]);
  });

  it('has no way from a status to itself, and none for a status id taken as a transition id', async () => {
    await world.client.issues.createIssue(bug('one'));
    for (const id of ['11', '10001', '3']) {
      expect((await refusal(world.client.issues.doTransition({ issueIdOrKey: 'OPS-1', transition: { id } }))).status).toBe(400);
    }
    expect(world.jira.snapshot().issues[0]?.history).toEqual([]);
  });

  it('checks who calls, and hides what may not be seen', async () => {
    await world.client.issues.createIssue(bug('one'));
    const stranger = cloudClient(world.jira.url, { email: 'other@sandbox.test', apiToken: 'sandbox-token' });
    expect((await refusal(stranger.issues.getIssue({ issueIdOrKey: 'OPS-1' }))).status).toBe(401);
    expect((await refusal(world.client.issues.getIssue({ issueIdOrKey: 'OPS-9' }))).status).toBe(404);
    world.jira.setFaults({ invisible_issues: ['OPS-1'], forbidden_projects: ['SEC'] });
    expect((await refusal(world.client.issues.getIssue({ issueIdOrKey: 'OPS-1' }))).status).toBe(404);
    expect((await refusal(world.client.issues.createIssue(bug('x', { project: { key: 'SEC' } })))).status).toBe(403);
    expect((await refusal(world.client.projects.getProject({ projectIdOrKey: 'SEC' }))).status).toBe(403);
    world.jira.setFaults({ invisible_issues: [] });
    expect((await world.client.issues.getIssue({ issueIdOrKey: 'ops-1' })).key).toBe('OPS-1');
  });

  it('keeps properties (201, then 200) and remote links (one per global id)', async () => {
    await world.client.issues.createIssue(bug('one'));
    for (const round of [1, 2]) {
      await world.client.issueProperties.setIssueProperty({ issueIdOrKey: 'OPS-1', propertyKey: 'sre.key', body: { round } });
      await world.client.issueRemoteLinks.createOrUpdateRemoteIssueLink({ issueIdOrKey: 'OPS-1', globalId: 'sre:inc-1', object: { url: 'https://example.test/1', title: `round ${round}` } });
    }
    expect(world.exchanges.slice(1).map((exchange) => exchange.status)).toEqual([201, 201, 200, 200]);
    expect((await world.client.issueProperties.getIssueProperty({ issueIdOrKey: 'OPS-1', propertyKey: 'sre.key' })).value).toEqual({ round: 2 });
    expect(world.jira.snapshot().issues[0]?.remote_links).toEqual([{ global_id: 'sre:inc-1', url: 'https://example.test/1', title: 'round 2' }]);
    const large = world.client.issueProperties.setIssueProperty({ issueIdOrKey: 'OPS-1', propertyKey: 'big', body: { text: 'x'.repeat(33_000) } });
    expect((await refusal(large)).status).toBe(400);
  });

  it('links issues, once however often it is asked', async () => {
    await world.client.issues.createIssue(bug('one'));
    await world.client.issues.createIssue(bug('two'));
    const link = { type: { name: 'Relates' }, inwardIssue: { key: 'OPS-1' }, outwardIssue: { key: 'OPS-2' } };
    await world.client.issueLinks.linkIssues(link);
    await world.client.issueLinks.linkIssues(link);
    expect(world.jira.snapshot().issues.map((issue) => issue.links)).toEqual([
      [{ type: 'Relates', direction: 'outward', key: 'OPS-2' }], [{ type: 'Relates', direction: 'inward', key: 'OPS-1' }],
    ]);
    expect((await refusal(world.client.issueLinks.linkIssues({ ...link, type: { name: 'Nope' } }))).status).toBe(404);
  });
});

describe('a Korean site', () => {
  it('names statuses and types in Korean under the same ids', async () => {
    const korean = await startJiraInTest({ language: 'ko' });
    try {
      await korean.client.issues.createIssue(bug('결제 오류', { issuetype: { name: '버그' } }));
      const [type] = await korean.client.projects.getAllStatuses({ projectIdOrKey: 'OPS' });
      expect(type?.statuses.map((status) => [status.id, status.name])).toEqual([['10000', '해야 할 일'], ['3', '진행 중'], ['10001', '검토 중'], ['10002', '완료']]);
      const found = await korean.client.issueSearch.searchAndReconsileIssuesUsingJqlPost({ jql: 'project = OPS AND status = "해야 할 일" AND statusCategory != Done', fields: ['status'] });
      expect(found.issues?.[0]?.fields?.['status']).toMatchObject({ name: '해야 할 일', statusCategory: { key: 'new' } });
    } finally {
      await korean.jira.close();
    }
  });
});

import { isApiError } from 'jira.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bug, startJiraInTest, type JiraInTest } from './jira-in-test.ts';

let world: JiraInTest;
beforeEach(async () => {
  world = await startJiraInTest();
});
afterEach(() => world.jira.close());

async function keys(jql: string): Promise<readonly (string | undefined)[]> {
  const found = await world.client.issueSearch.searchAndReconsileIssuesUsingJqlPost({ jql, fields: ['summary'] });
  return (found.issues ?? []).map((issue) => issue.key);
}

async function refused(jql: string): Promise<number> {
  const error: unknown = await keys(jql).then((found) => found, (reason: unknown) => reason);
  return isApiError(error) ? error.status : 200;
}

async function fill(): Promise<void> {
  await world.client.issues.createIssue(bug('old low', { priority: { name: 'Low' }, labels: ['atlas-a'] }));
  world.advance(20 * 60_000);
  await world.client.issues.createIssue(bug('highest cart', { priority: { name: 'Highest' }, labels: ['atlas-b', 'load-test'] }));
  await world.client.issues.createIssue(bug('done', { priority: { name: 'High' }, labels: ['atlas-b'] }));
  await world.client.issues.doTransition({ issueIdOrKey: 'OPS-3', transition: { id: '41' } });
  await world.client.issues.createIssue(bug('plain', { issuetype: { name: 'Task' } }));
}

describe('JQL', () => {
  beforeEach(fill);

  it.each([
    ['project = OPS ORDER BY key ASC', ['OPS-1', 'OPS-2', 'OPS-3', 'OPS-4']],
    ['project = OPS AND statusCategory != Done ORDER BY priority DESC', ['OPS-2', 'OPS-4', 'OPS-1']],
    ['project = OPS AND statusCategory != Done ORDER BY priority ASC, created DESC', ['OPS-1', 'OPS-4', 'OPS-2']],
    ['labels = "atlas-b" AND statusCategory != Done', ['OPS-2']],
    ['labels in (atlas-a, "load-test") order by created asc', ['OPS-1', 'OPS-2']],
    ['labels not in (atlas-b)', ['OPS-1']],
    ['labels is EMPTY', ['OPS-4']],
    ['status = Done OR key in (OPS-1, OPS-4) ORDER BY created ASC', ['OPS-1', 'OPS-3', 'OPS-4']],
    ['status in ("To Do", 10002) AND NOT (labels = atlas-b OR issuetype = Task)', ['OPS-1']],
    ['statusCategory = "To Do" AND created >= -10m ORDER BY key', ['OPS-2', 'OPS-4']],
    ['project = OPS AND updated < -15m', ['OPS-1']],
    ['key = ops-2', ['OPS-2']],
    ['summary ~ "cart" AND resolution = Unresolved', ['OPS-2']],
    ['labels = never-used', []],
  ])('%s', async (jql, expected) => {
    const found = await keys(jql);
    expect(found.length === 0 ? [] : jql.toLowerCase().includes('order by') ? found : found.toSorted()).toEqual(expected);
  });

  it('reads absolute dates', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000 * 2).toISOString().slice(0, 10);
    expect(await keys(`project = OPS AND created < "${tomorrow}"`)).toHaveLength(4);
    expect(await keys(`project = OPS AND created >= "${tomorrow} 00:00"`)).toHaveLength(0);
  });

  it.each([
    '', 'ORDER BY created', 'project = NOPE', 'owner = me', 'status = Fixed', 'project = OPS AND', 'project = OPS AND (labels = x', 'labels = "open', 'key = OPS-99',
    'project OPS', 'created >= yesterday', 'labels > 3', 'project = OPS ORDER BY mood', 'project = OPS labels = x', 'project = OPS AND labels = two words',
  ])('refuses «%s»', async (jql) => {
    expect(await refused(jql)).toBe(400);
  });
});

describe('search', () => {
  it('gives only ids unless fields are asked for, and never a total', async () => {
    await world.client.issues.createIssue(bug('one'));
    const byPost = await world.client.issueSearch.searchAndReconsileIssuesUsingJqlPost({ jql: 'project = OPS' });
    const byGet = await world.client.issueSearch.searchAndReconsileIssuesUsingJql({ jql: 'project = OPS' });
    expect(byPost).toEqual({ issues: [{ id: expect.stringMatching(/^\d+$/) }], isLast: true });
    expect(byGet).toEqual(byPost);
    const more = await world.client.issueSearch.searchAndReconsileIssuesUsingJql({ jql: 'project = OPS', fields: ['summary', 'labels'] });
    expect(more.issues?.[0]).toMatchObject({ key: 'OPS-1', fields: { summary: 'one', labels: [] } });
    expect(Object.keys(more.issues?.[0]?.fields ?? {})).toEqual(['summary', 'labels']);
  });

  it('pages by opaque token until isLast, steady while issues are added', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await world.client.issues.createIssue(bug(name));
    const seen: (string | undefined)[] = [];
    let nextPageToken: string | undefined;
    do {
      const page = await world.client.issueSearch.searchAndReconsileIssuesUsingJqlPost({ jql: 'project = OPS', fields: ['key'], maxResults: 2, ...(nextPageToken === undefined ? {} : { nextPageToken }) });
      expect(page).not.toHaveProperty('total');
      expect(page.isLast).toBe(page.nextPageToken === undefined);
      seen.push(...(page.issues ?? []).map((issue) => issue.key));
      nextPageToken = page.nextPageToken ?? undefined;
      if (seen.length === 2) await world.client.issues.createIssue(bug('late'));
    } while (nextPageToken !== undefined);
    expect(seen).toEqual(['OPS-5', 'OPS-4', 'OPS-3', 'OPS-2', 'OPS-1']);
  });

  it('refuses a token of another query, a made-up one and one older than seven days', async () => {
    for (const name of ['a', 'b']) await world.client.issues.createIssue(bug(name));
    const { nextPageToken } = await world.client.issueSearch.searchAndReconsileIssuesUsingJqlPost({ jql: 'project = OPS', maxResults: 1 });
    const again = (jql: string, token: string) => world.client.issueSearch.searchAndReconsileIssuesUsingJqlPost({ jql, maxResults: 1, nextPageToken: token });
    await expect(again('project = OPS ', nextPageToken ?? '')).rejects.toThrow('400');
    await expect(again('project = OPS', 'made-up')).rejects.toThrow('400');
    expect((await again('project = OPS', nextPageToken ?? '')).issues).toHaveLength(1);
    world.advance(8 * 86_400_000);
    await expect(again('project = OPS', nextPageToken ?? '')).rejects.toThrow('400');
  });

  it('shows new issues and changes only after the index lag, but reconciled ids at once', async () => {
    world.jira.setFaults({ index_lag_ms: 5_000 });
    const created = await world.client.issues.createIssue(bug('new', { labels: ['atlas-1'] }));
    const reconcileIssues = [Number(created.id)];
    expect(await keys('labels = atlas-1')).toEqual([]);
    expect((await world.client.issueSearch.countIssues({ jql: 'labels = atlas-1' })).count).toBe(0);
    for (const found of [
      await world.client.issueSearch.searchAndReconsileIssuesUsingJqlPost({ jql: 'labels = atlas-1', reconcileIssues }),
      await world.client.issueSearch.searchAndReconsileIssuesUsingJql({ jql: 'labels = atlas-1', reconcileIssues }),
    ]) expect(found.issues).toEqual([{ id: created.id }]);
    world.advance(5_001);
    expect(await keys('labels = atlas-1')).toEqual(['OPS-1']);
    expect((await world.client.issueSearch.countIssues({ jql: 'labels = atlas-1' })).count).toBe(1);
    await world.client.issues.doTransition({ issueIdOrKey: 'OPS-1', transition: { id: '41' } });
    expect(await keys('statusCategory != Done')).toEqual(['OPS-1']);
    world.advance(5_001);
    expect(await keys('statusCategory != Done')).toEqual([]);
  });

  it('says 410 on the search that was removed', async () => {
    const authorization = `Basic ${Buffer.from('atlas@sandbox.test:sandbox-token').toString('base64')}`;
    for (const method of ['GET', 'POST']) {
      const reply = await fetch(`${world.jira.url}/rest/api/3/search?jql=project=OPS`, { method, headers: { authorization } });
      expect([reply.status, await reply.text()]).toEqual([410, expect.stringContaining('CHANGE-2046')]);
    }
  });
});

import { createCloudClient, isApiError, isNetworkError, isRateLimitError, isServerError } from 'jira.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bug, startJiraInTest, type JiraInTest } from './jira-in-test.ts';

let world: JiraInTest;
beforeEach(async () => {
  world = await startJiraInTest();
});
afterEach(() => world.jira.close());

async function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(() => new Error('the call succeeded'), (reason: unknown) => reason);
}

describe('faults', () => {
  it('loses the reply of a create that it has performed', async () => {
    world.jira.setFaults({ lose_reply: 1 });
    const error = await failure(world.client.issues.createIssue(bug('lost', { labels: ['atlas-9'] })));
    expect(isNetworkError(error)).toBe(true);
    const found = await world.client.issueSearch.searchAndReconsileIssuesUsingJqlPost({ jql: 'project = OPS AND labels = "atlas-9"', fields: ['key'] });
    expect(found.issues?.[0]?.key).toBe('OPS-1');
    expect(world.jira.snapshot().requests[0]).toMatchObject({ operation: 'createIssue', issue_key: 'OPS-1', reply: 'lost' });
    await world.client.issues.createIssue(bug('kept'));
  });

  it('limits a fault to the operations named, and drops others before they are done', async () => {
    await world.client.issues.createIssue(bug('one'));
    world.jira.setFaults({ drop_request: 'always', only: ['editIssue'] });
    expect(isNetworkError(await failure(world.client.issues.editIssue({ issueIdOrKey: 'OPS-1', fields: { summary: 'two' } })))).toBe(true);
    expect((await world.client.issues.getIssue({ issueIdOrKey: 'OPS-1' })).fields?.['summary']).toBe('one');
  });

  it('rate-limits with Retry-After, an ISO reset and a reason, or without', async () => {
    world.jira.setFaults({ rate_limited: 1, retry_after_s: 7 });
    const told = await failure(world.client.myself.getCurrentUser());
    if (!isRateLimitError(told)) throw new Error(`expected a rate limit, got ${String(told)}`);
    expect(told.retryAfterMs).toBe(7_000);
    const authorization = `Basic ${Buffer.from('atlas@sandbox.test:sandbox-token').toString('base64')}`;
    world.jira.setFaults({ rate_limited: 2 });
    const headers = await fetch(`${world.jira.url}/rest/api/3/myself`, { headers: { authorization } });
    expect(headers.headers.get('x-ratelimit-reset')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/);
    expect(headers.headers.get('x-ratelimit-nearlimit')).toBe('true');
    expect(headers.headers.get('ratelimit-reason')).toBe('jira-burst-based');
    world.jira.setFaults({ retry_after_s: null, rate_limit_reason: null });
    const silent = await fetch(`${world.jira.url}/rest/api/3/myself`, { headers: { authorization } });
    expect([silent.status, silent.headers.get('retry-after'), silent.headers.get('ratelimit-reason')]).toEqual([429, null, null]);
    expect((await world.client.myself.getCurrentUser()).displayName).toBe('Atlas');
  });

  it('is away for a while: 503 with and without Retry-After, which the library retries', async () => {
    world.jira.setFaults({ http_503: 1, http_503_retry_after_s: 3 });
    const error = await failure(world.client.myself.getCurrentUser());
    expect(isServerError(error) && isApiError(error) && error.status).toBe(503);
    const authorization = `Basic ${Buffer.from('atlas@sandbox.test:sandbox-token').toString('base64')}`;
    for (const [seconds, header] of [[3, '3'], [null, null]] as const) {
      world.jira.setFaults({ http_503: 1, http_503_retry_after_s: seconds });
      const reply = await fetch(`${world.jira.url}/rest/api/3/myself`, { headers: { authorization } });
      expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, header]);
    }
    world.jira.setFaults({ http_503: 2 });
    const patient = createCloudClient({ host: world.jira.url, auth: { type: 'basic', email: 'atlas@sandbox.test', apiToken: 'sandbox-token' }, retry: { maxAttempts: 3, initialDelayMs: 1 } });
    expect((await patient.myself.getCurrentUser()).displayName).toBe('Atlas');
  });

  it('has no priority on the create screen when told so', async () => {
    world.jira.setFaults({ no_priority_on_screen: true });
    const error = await failure(world.client.issues.createIssue(bug('one', { priority: { name: 'High' } })));
    expect(isApiError(error) && error.body).toMatchObject({ errors: { priority: expect.stringContaining('not on the appropriate screen') } });
    await world.client.issues.createIssue(bug('one'));
    expect(world.jira.snapshot().issues.map((issue) => issue.priority)).toEqual([null]);
  });

  it('answers a transition with 409 when somebody else was faster', async () => {
    await world.client.issues.createIssue(bug('one'));
    world.jira.setFaults({ transition_conflict: 1 });
    const error = await failure(world.client.issues.doTransition({ issueIdOrKey: 'OPS-1', transition: { id: '21' } }));
    expect(isApiError(error) && error.status).toBe(409);
    await world.client.issues.doTransition({ issueIdOrKey: 'OPS-1', transition: { id: '21' } });
  });

  it('gives fewer issues than asked', async () => {
    for (const name of ['a', 'b', 'c']) await world.client.issues.createIssue(bug(name));
    world.jira.setFaults({ max_page: 2 });
    const page = await world.client.issueSearch.searchAndReconsileIssuesUsingJqlPost({ jql: 'project = OPS', maxResults: 50 });
    expect([page.issues?.length, page.isLast]).toEqual([2, false]);
  });

  it('strikes alike for the same seed', async () => {
    async function pattern(seed: number): Promise<readonly boolean[]> {
      world.jira.setFaults({ seed, http_503: 0.5 });
      const hits: boolean[] = [];
      for (let call = 0; call < 20; call += 1) hits.push(isServerError(await failure(world.client.myself.getCurrentUser())));
      return hits;
    }
    const first = await pattern(7);
    expect(await pattern(7)).toEqual(first);
    expect(await pattern(8)).not.toEqual(first);
    expect(new Set(first).size).toBe(2);
  });

  it('refuses a fault that it does not know', () => {
    expect(() => world.jira.setFaults({ index_lag: 3 })).toThrow('index_lag');
  });
});

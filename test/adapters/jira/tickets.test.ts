import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createJiraTickets } from '../../../adapters/jira/tickets.ts';
import { Secret } from '../../../core/secret.ts';
import { startJira } from '../../../sandbox/jira/start.ts';
import type { JiraLookAlike } from '../../../sandbox/jira/start.ts';
import { closedPort } from '../closed-port.ts';
import { draftOf, ticketsContract } from '../../contracts/tickets.ts';

const TOKEN = 'sandbox-token-that-must-not-show';
const STATUS_IDS = { todo: '10000', in_progress: '3', in_review: '10001', done: '10002' };

function ticketsAt(site: string, more: { readonly timeout_ms?: number; readonly token?: string; readonly issue_type?: string } = {}) {
  return createJiraTickets({
    site,
    email: 'atlas@example.org',
    api_token: new Secret(more.token ?? TOKEN),
    project_key: 'OPS',
    issue_type: more.issue_type ?? 'Bug',
    status_ids: STATUS_IDS,
    timeout_ms: more.timeout_ms ?? 10_000,
  });
}

for (const language of ['en', 'ko'] as const) {
  ticketsContract(`jira (${language})`, async () => {
    const jira = await startJira({ email: 'atlas@example.org', apiToken: TOKEN, projectKey: 'OPS', language });
    return { tickets: ticketsAt(jira.url, { issue_type: language === 'ko' ? '버그' : 'Bug' }), stop: () => jira.close() };
  });
}

describe('jira adapter', () => {
  let jira: JiraLookAlike;
  beforeAll(async () => {
    jira = await startJira({ email: 'atlas@example.org', apiToken: TOKEN, projectKey: 'OPS' });
  });
  beforeEach(() =>
    jira.setFaults({ lose_reply: 0, drop_request: 0, rate_limited: 0, http_503: 0, no_priority_on_screen: false, index_lag_ms: 0, slow_ms: 0, max_page: null, transition_conflict: 0, forbidden_projects: [] }),
  );
  afterAll(() => jira.close());

  it('uses version 3 only, and puts label, property and readable text into the issue', async () => {
    const { key } = await ticketsAt(jira.url).create(draftOf('atlas-abc'));
    const issue = jira.snapshot().issues.find((each) => each.key === key);
    expect(issue?.labels).toEqual(['auto-detected', 'atlas-abc']);
    expect(issue?.properties['atlas.incident']).toEqual({ incident_id: 'INC-20261120-001', key: 'atlas-abc' });
    expect(issue?.description).toContain('error rate 12.3 % against 5 %');
    expect(jira.snapshot().requests.every((request) => request.path.startsWith('/rest/api/3/'))).toBe(true);
  });

  it('sends no label and no key that could change the question', async () => {
    const tickets = ticketsAt(jira.url);
    const before = jira.snapshot().requests.length;
    for (const label of ['', 'a b', 'a" OR project = "X', 'a\\']) await expect(tickets.findByLabel(label)).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
    for (const key of ['', '../myself', 'OPS-1/comment', 'OPS-1?x', 'ops-1']) await expect(tickets.move(key, 'done')).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
    expect(jira.snapshot().requests.length).toBe(before);
  });

  it('creates without a priority where the screen has none, and only once', async () => {
    jira.setFaults({ no_priority_on_screen: true });
    const before = jira.snapshot().issues.length;
    const { key } = await ticketsAt(jira.url).create(draftOf('atlas-screen'));
    const issues = jira.snapshot().issues;
    expect(issues.length - before).toBe(1);
    expect(issues.find((issue) => issue.key === key)).toBeDefined();
  });

  it('finds a fresh issue by its id although the index lags', async () => {
    jira.setFaults({ index_lag_ms: 60_000 });
    const tickets = ticketsAt(jira.url);
    const ref = await tickets.create(draftOf('atlas-lag'));
    expect(await tickets.findByLabel('atlas-lag')).toEqual([]);
    expect(await tickets.findByLabel('atlas-lag', [ref.id])).toEqual([ref]);
  });

  it('reads every page of a search', async () => {
    jira.setFaults({ max_page: 2 });
    const tickets = ticketsAt(jira.url);
    for (let i = 0; i < 5; i += 1) await tickets.create(draftOf('atlas-pages'));
    expect(await tickets.findByLabel('atlas-pages')).toHaveLength(5);
  });

  it('says what is certain: a lost reply and 503 are ambiguous, a rate limit and a refusal are not', async () => {
    const tickets = ticketsAt(jira.url);
    jira.setFaults({ lose_reply: 1 });
    await expect(tickets.create(draftOf('atlas-lost'))).rejects.toMatchObject({ error_code: 'UPSTREAM_ERROR', certainty: 'ambiguous', retryable: true });
    expect(await tickets.findByLabel('atlas-lost')).toHaveLength(1);
    jira.setFaults({ lose_reply: 0, http_503: 1, http_503_retry_after_s: 2 });
    await expect(tickets.create(draftOf('atlas-503'))).rejects.toMatchObject({ error_code: 'UPSTREAM_ERROR', certainty: 'ambiguous', details: { status: 503 } });
    jira.setFaults({ http_503: 0, rate_limited: 1, retry_after_s: 3 });
    await expect(tickets.create(draftOf('atlas-429'))).rejects.toMatchObject({ error_code: 'RATE_LIMIT', certainty: 'refused', retryable: true, details: { retry_after_ms: 3000 } });
    jira.setFaults({ rate_limited: 0, forbidden_projects: ['OPS'] });
    await expect(tickets.create(draftOf('atlas-403'))).rejects.toMatchObject({ error_code: 'AUTHZ_DENIED', certainty: 'refused' });
    jira.setFaults({ forbidden_projects: [] });
    expect(await tickets.findByLabel('atlas-503')).toEqual([]);
  });

  it('gives up after its timeout, and the outcome is unknown', async () => {
    jira.setFaults({ slow_ms: 1_500 });
    await expect(ticketsAt(jira.url, { timeout_ms: 100 }).get('OPS-1')).rejects.toMatchObject({ error_code: 'UPSTREAM_TIMEOUT', certainty: 'ambiguous' });
  });

  it('knows that nothing was sent when nobody listens', async () => {
    await expect(ticketsAt(`http://127.0.0.1:${await closedPort()}`).create(draftOf('atlas-x'))).rejects.toMatchObject({ error_code: 'UPSTREAM_ERROR', certainty: 'refused', details: { code: 'ECONNREFUSED' } });
  });

  it('never shows the token or what was sent', async () => {
    const error: unknown = await ticketsAt(jira.url, { token: 'wrong-token-value' }).create(draftOf('atlas-secret', { summary: 'secret summary' })).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ error_code: 'AUTHZ_DENIED', certainty: 'refused' });
    const { inspect } = await import('node:util');
    expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/wrong-token-value|secret summary|Basic /);
  });

  it('takes a conflict on a transition for a conflict', async () => {
    const tickets = ticketsAt(jira.url);
    const { key } = await tickets.create(draftOf('atlas-conflict'));
    jira.setFaults({ transition_conflict: 1 });
    await expect(tickets.move(key, 'done')).rejects.toMatchObject({ error_code: 'CONFLICT', certainty: 'refused' });
  });
});

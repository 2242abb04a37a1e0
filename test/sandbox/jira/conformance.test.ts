import { describe, expect, it } from 'vitest';
import { bug, document, startJiraInTest, type JiraInTest } from './jira-in-test.ts';
import { openApiDocument, specificationPath } from './openapi-document.ts';

const specification = specificationPath('jira-cloud-v3.openapi.json');

/** Calls every operation that is served, through the real library. */
async function callEverything({ client }: JiraInTest): Promise<void> {
  await client.myself.getCurrentUser();
  await client.serverInfo.getServerInfo();
  await client.permissions.getMyPermissions({ projectKey: 'OPS', permissions: 'CREATE_ISSUES,ADMINISTER' });
  await client.issueFields.getFields();
  await client.projects.getProject({ projectIdOrKey: 'OPS' });
  await client.projects.searchProjects({ keys: ['OPS'] });
  await client.projects.getAllStatuses({ projectIdOrKey: 'OPS' });
  await client.issuePriorities.searchPriorities();
  await client.issueLinkTypes.getIssueLinkTypes();
  await client.issues.createIssue({ ...bug('one', { priority: { id: '2' }, labels: ['atlas-1'] }), properties: [{ key: 'k', value: 1 }] });
  await client.issues.createIssue(bug('two'));
  await client.issues.getTransitions({ issueIdOrKey: 'OPS-1' });
  await client.issues.doTransition({ issueIdOrKey: 'OPS-1', transition: { id: '21' } });
  await client.issues.editIssue({ issueIdOrKey: 'OPS-1', fields: { priority: { name: 'Highest' } } });
  await client.issueComments.addComment({ issueIdOrKey: 'OPS-1', body: document('seen') });
  const { comments = [] } = await client.issueComments.getComments({ issueIdOrKey: 'OPS-1', orderBy: '-created' });
  await client.issueComments.getComment({ issueIdOrKey: 'OPS-1', id: comments[0]?.id ?? '' });
  await client.issueLinks.linkIssues({ type: { name: 'Relates' }, inwardIssue: { key: 'OPS-1' }, outwardIssue: { key: 'OPS-2' } });
  await client.issueProperties.setIssueProperty({ issueIdOrKey: 'OPS-1', propertyKey: 'sre', body: { a: 1 } });
  await client.issueProperties.getIssueProperty({ issueIdOrKey: 'OPS-1', propertyKey: 'sre' });
  await client.issueProperties.getIssuePropertyKeys({ issueIdOrKey: 'OPS-1' });
  await client.issueRemoteLinks.createOrUpdateRemoteIssueLink({ issueIdOrKey: 'OPS-1', globalId: 'g', object: { url: 'https://example.test', title: 't' } });
  await client.issueRemoteLinks.getRemoteIssueLinks({ issueIdOrKey: 'OPS-1', globalId: 'g' });
  await client.issues.getIssue({ issueIdOrKey: 'OPS-1', expand: 'changelog,transitions', properties: ['sre'] });
  await client.issues.getChangeLogs({ issueIdOrKey: 'OPS-1' });
  await client.issueSearch.searchAndReconsileIssuesUsingJqlPost({ jql: 'project = OPS', fields: ['*all'], maxResults: 1, expand: 'names' });
  await client.issueSearch.searchAndReconsileIssuesUsingJql({ jql: 'project = OPS', fields: ['summary'], reconcileIssues: [10_100] });
  await client.issueSearch.countIssues({ jql: 'project = OPS' });
  // Refusals have a shape too.
  await client.issues.createIssue(bug('x', { labels: ['a b'] })).catch(() => undefined);
  await client.issues.createIssue(bug('x', { project: { key: 'SEC' } })).catch(() => undefined);
  await client.permissions.getMyPermissions({}).catch(() => undefined);
}

describe.skipIf(specification === null)('against the OpenAPI document of Jira Cloud', () => {
  it('every request of jira.js and every reply fits', async () => {
    const world = await startJiraInTest();
    try {
      world.jira.setFaults({ forbidden_projects: ['SEC'] });
      await callEverything(world);
    } finally {
      await world.jira.close();
    }
    const openapi = openApiDocument(specification ?? '');
    const operations = new Set<string>();
    let replies = 0;
    let requests = 0;
    for (const exchange of world.exchanges) {
      if (exchange.operation === null) throw new Error(`nothing is served at ${exchange.path}`);
      operations.add(exchange.operation);
      const operation = openapi.operation(exchange.operation);
      const pattern = new RegExp(`^${operation.path.replace(/\{\w+\}/g, '[^/]+')}$`);
      expect(exchange.path).toMatch(pattern);
      for (const name of exchange.query.keys()) expect(operation.query_names, `${exchange.operation} query`).toContain(name);
      if (operation.request !== null && exchange.status < 400) {
        requests += 1;
        expect(operation.request(exchange.request_body) || operation.request.errors, `request of ${exchange.operation}`).toBe(true);
      }
      expect([...operation.replies.keys()], `status of ${exchange.operation}`).toContain(String(exchange.status));
      const reply = operation.replies.get(String(exchange.status));
      if (reply == null || exchange.reply_body === undefined) continue;
      replies += 1;
      // What goes over the wire has no `undefined` in it.
      const wire: unknown = JSON.parse(JSON.stringify(exchange.reply_body));
      expect(reply(wire) || reply.errors, `reply of ${exchange.operation}`).toBe(true);
    }
    console.info(`Jira: ${operations.size} operations, ${requests} requests and ${replies} replies fit the OpenAPI document`);
    expect(operations.size).toBeGreaterThanOrEqual(27);
    expect(replies).toBeGreaterThanOrEqual(25);
  });
});

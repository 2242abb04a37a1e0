import { createCloudClient } from 'jira.js';
import { startJira, type JiraLookAlike, type JiraOptions } from '../../../sandbox/jira/start.ts';
import type { JiraExchange } from '../../../sandbox/jira/serve.ts';

const ACCOUNT = { email: 'atlas@sandbox.test', apiToken: 'sandbox-token' };

export function cloudClient(host: string, account = ACCOUNT) {
  // A reply that does not fit the library's own schemas must fail the test, not print a line.
  return createCloudClient({ host, auth: { type: 'basic', ...account }, onSchemaMismatch: 'throw' });
}

export interface JiraInTest {
  readonly jira: JiraLookAlike;
  readonly client: ReturnType<typeof cloudClient>;
  readonly exchanges: JiraExchange[];
  /** Moves the look-alike's clock. */
  advance(ms: number): void;
}

export async function startJiraInTest(options: Partial<JiraOptions> = {}): Promise<JiraInTest> {
  let skew_ms = 0;
  const exchanges: JiraExchange[] = [];
  const jira = await startJira({ ...ACCOUNT, projectKey: 'OPS', now: () => Date.now() + skew_ms, observe: (exchange) => exchanges.push(exchange), ...options });
  return { jira, client: cloudClient(jira.url), exchanges, advance: (ms) => void (skew_ms += ms) };
}

export function document(text: string) {
  return { type: 'doc' as const, version: 1 as const, content: [{ type: 'paragraph' as const, content: [{ type: 'text' as const, text }] }] };
}

export function bug(summary: string, more: Readonly<Record<string, unknown>> = {}) {
  return { fields: { project: { key: 'OPS' }, issuetype: { name: 'Bug' }, summary, description: document(summary), ...more } };
}

import { createServer } from 'node:http';
import type { LookAlike } from '../look-alike.ts';
import { createJiraFaults } from './faults.ts';
import { createIssueStore } from './issue-store.ts';
import { createRequestLog } from './request-log.ts';
import { createSearchCursors } from './search-cursors.ts';
import { serve, type JiraExchange } from './serve.ts';
import { jiraSnapshot, type JiraSnapshot } from './snapshot.ts';
import type { JiraLanguage } from './workflow.ts';
import type { JiraWorld } from './world.ts';

export interface JiraOptions {
  /** 0 or absent: a free one. */
  readonly port?: number;
  readonly email: string;
  readonly apiToken: string;
  readonly projectKey: string;
  /** Of status and issue type names; English when absent. */
  readonly language?: JiraLanguage;
  /** Epoch ms; a test may move it. */
  readonly now?: () => number;
  /** Sees every REST exchange: what a conformance test checks against the OpenAPI document. */
  readonly observe?: (exchange: JiraExchange) => void;
}

export interface JiraLookAlike extends LookAlike {
  snapshot(): JiraSnapshot;
}

/** Starts a Jira Cloud v3 look-alike with one project on loopback; people can read its tickets in a browser at its root. */
export async function startJira(options: JiraOptions): Promise<JiraLookAlike> {
  let url = '';
  const world: JiraWorld = {
    language: options.language ?? 'en',
    project: { id: '10000', key: options.projectKey, name: `${options.projectKey} sandbox` },
    email: options.email,
    store: createIssueStore(),
    faults: createJiraFaults(),
    cursors: createSearchCursors(),
    now: options.now ?? Date.now,
    url: () => url,
  };
  const log = createRequestLog();
  const authorization = `Basic ${Buffer.from(`${options.email}:${options.apiToken}`).toString('base64')}`;
  const serving = { authorization, log, observe: options.observe ?? (() => undefined) };
  const server = createServer((incoming, response) => {
    // A request that breaks in mid-body, or a bug here, must not take the world down with it.
    serve(incoming, response, world, serving).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    name: 'jira',
    url,
    snapshot: () => jiraSnapshot(world, log.all()),
    setFaults: (patch) => world.faults.patch(patch),
    close: () => new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

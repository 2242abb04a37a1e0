import type { Client } from 'jira.js/core';
import { AtlasError } from '../../core/error.ts';
import type { Secret } from '../../core/secret.ts';
import { toJiraFailure } from './failure.ts';
import { loadFlatFunctions } from './flat-functions.ts';
import type { FlatFunctions } from './flat-functions.ts';

export interface JiraConnection {
  /** e.g. `https://example.atlassian.net` */
  readonly site: string;
  readonly email: string;
  readonly api_token: Secret;
  readonly timeout_ms: number;
}

/** Runs one call of jira.js; `what` names it in the error. Rejects with an AtlasError. */
export type JiraCall = <T>(what: string, run: (jira: FlatFunctions, client: Client) => Promise<T>) => Promise<T>;

/** Loads jira.js on the first call. It never retries: that is done in one place, the gate. */
export function createJiraCall(options: JiraConnection): JiraCall {
  let loaded: Promise<readonly [FlatFunctions, Client]> | null = null;

  async function load(): Promise<readonly [FlatFunctions, Client]> {
    const [{ createClient }, functions] = await Promise.all([import('jira.js/core'), loadFlatFunctions()]);
    const client = createClient({
      host: options.site,
      auth: { type: 'basic', email: options.email, apiToken: options.api_token.reveal() },
      retry: { maxAttempts: 1 },
      // Replies are checked by our own schemas, only where we read them.
      onSchemaMismatch: 'silent',
    });
    return [functions, client];
  }

  return async (what, run) => {
    loaded ??= load();
    const [functions, client] = await loaded;
    let timer: NodeJS.Timeout | undefined;
    // jira.js has no timeout and takes no signal: we stop waiting, and what happens over there stays unknown.
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new AtlasError('UPSTREAM_TIMEOUT', `jira: ${what} gave no answer in time`, { retryable: true, certainty: 'ambiguous' })), options.timeout_ms);
    });
    try {
      return await Promise.race([run(functions, client), late]);
    } catch (error) {
      throw toJiraFailure(error, what);
    } finally {
      clearTimeout(timer);
    }
  };
}

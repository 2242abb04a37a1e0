import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Cloud from 'jira.js/cloud';

/** The jira.js functions that we call, each taking the client first. */
export type FlatFunctions = Pick<
  typeof Cloud,
  'createIssue' | 'getIssue' | 'editIssue' | 'getTransitions' | 'doTransition' | 'addComment' | 'getComments' | 'searchAndReconsileIssuesUsingJqlPost'
>;

/**
 * Loads only the three modules of jira.js that hold them. Its `cloud` entry builds the schemas of the whole Jira API:
 * about 20 MB more in every agent that speaks to Jira. When the package is laid out differently, that entry is used.
 */
export async function loadFlatFunctions(): Promise<FlatFunctions> {
  const root = dirname(createRequire(import.meta.url).resolve('jira.js/package.json'));
  const module = async (name: string): Promise<object> => {
    const loaded: unknown = await import(pathToFileURL(join(root, 'dist', 'cloud', 'api', name)).href);
    return typeof loaded === 'object' && loaded !== null ? loaded : {};
  };
  try {
    const parts = await Promise.all([module('issues.js'), module('issueComments.js'), module('issueSearch.js')]);
    const found: Partial<FlatFunctions> = { ...parts[0], ...parts[1], ...parts[2] };
    if (isComplete(found)) return found;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
  }
  return import('jira.js/cloud');
}

function isComplete(found: Partial<FlatFunctions>): found is FlatFunctions {
  return [
    found.createIssue,
    found.getIssue,
    found.editIssue,
    found.getTransitions,
    found.doTransition,
    found.addComment,
    found.getComments,
    found.searchAndReconsileIssuesUsingJqlPost,
  ].every((value) => typeof value === 'function');
}

import type { RunbookAction } from './action.ts';

function proposal(name: string, words: (target: string) => string): RunbookAction {
  return { name, kind: 'propose', propose: ({ target }) => words(target) };
}

/** Steps that Atlas may not take by itself: each becomes a sentence to people instead of a silent skip. */
export const proposals: readonly RunbookAction[] = [
  proposal('raise_memory_limit', (target) => `raise the memory limit of ${target}; a restart alone will run into it again`),
  proposal('scale', (target) => `run one more replica of ${target}`),
  proposal('clean_logs', (target) => `clean old logs inside ${target} and rotate them`),
  proposal('profile_memory', (target) => `take a memory profile of ${target} before it is restarted, if it can wait`),
  proposal('count_connections', (target) => `count the open connections of ${target} and compare them with its pool`),
  proposal('find_leak_source', (target) => `look for the code in ${target} that does not give its connections back`),
];

/** Kills one agent with -9 at a random instant of a story, again and again: `node test/faults/kill-agents.ts --runs 50 [--seed 1] [--at-once 1]`. */
import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { pidsWith } from '../../bench/process-usage.ts';
import { runMany } from './run-many.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' }, 'at-once': { type: 'string', default: '1' }, story: { type: 'string' } } });

const VICTIMS = ['atlas', 'ops-monitor', 'jira-resolver', 'demo-controller', 'docker-gate'] as const;
const STORIES = ['wedged', 'bad-flag', 'load-test'] as const;
const FIRST_S = 3;
const LAST_S = 24;

process.exitCode = await runMany({
  name: 'kill -9 of one agent at a random instant',
  runs: Number(values.runs),
  first_seed: Number(values.seed),
  at_once: Number(values['at-once']),
  play: (random, n) => {
    const victim = VICTIMS[n % VICTIMS.length] ?? 'atlas';
    const after_s = FIRST_S + random() * (LAST_S - FIRST_S);
    return {
      story: values.story ?? STORIES[Math.floor(n / VICTIMS.length) % STORIES.length] ?? 'wedged',
      disturb: async (stateDir) => {
        await delay(after_s * 1_000);
        const words = victim === 'docker-gate' ? ['docker-gate', stateDir] : ['agent', victim, stateDir];
        // Between two lives it cannot be killed: the first instant at which it lives again counts.
        for (;;) {
          const [pid] = pidsWith(words);
          if (pid !== undefined) {
            process.kill(pid, 'SIGKILL');
            return `${victim} killed at ${after_s.toFixed(1)} s`;
          }
          await delay(50);
        }
      },
    };
  },
});

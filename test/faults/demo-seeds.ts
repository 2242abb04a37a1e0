/** Plays the whole demo with different seeds: `node test/faults/demo-seeds.ts --runs 20 [--seed 1] [--at-once 1]`. */
import { parseArgs } from 'node:util';
import { runMany } from './run-many.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '20' }, seed: { type: 'string', default: '1' }, 'at-once': { type: 'string', default: '1' } } });

process.exitCode = await runMany({
  name: 'the whole demo, undisturbed',
  runs: Number(values.runs),
  first_seed: Number(values.seed),
  at_once: Number(values['at-once']),
  play: () => ({ story: null }),
});

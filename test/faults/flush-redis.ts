/** Empties Redis in mid-incident: `node test/faults/flush-redis.ts --runs 10 [--seed 1]`; with `--away 60` it is stopped for that many seconds instead. */
import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { ask, startRedis } from '../../adapters/store/redis-process.ts';
import { runMany } from './run-many.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' }, away: { type: 'string' }, story: { type: 'string' } } });

/** By then the fault is injected and the incident is on its way. */
const FIRST_S = 9;
const LAST_S = 20;

let redis = await startRedis();
const { port } = redis;
process.exitCode = await runMany({
  name: values.away === undefined ? 'FLUSHALL in mid-incident' : `Redis away for ${values.away} s in mid-run`,
  runs: Number(values.runs),
  first_seed: Number(values.seed),
  at_once: 1,
  play: (random, n) => ({
    story: values.story ?? (values.away !== undefined ? null : n % 2 === 0 ? 'wedged' : 'bad-flag'),
    env: { ATLAS_REDIS_URL: redis.url },
    disturb: async () => {
      const after_s = FIRST_S + random() * (LAST_S - FIRST_S);
      await delay(after_s * 1_000);
      if (values.away === undefined) return `FLUSHALL at ${after_s.toFixed(1)} s: ${(await ask(port, 'FLUSHALL'))?.trim().split('\n')[0] ?? 'no answer'}`;
      await redis.stop();
      await delay(Number(values.away) * 1_000);
      redis = await startRedis({ port });
      return `away from ${after_s.toFixed(1)} s on`;
    },
  }),
});
await redis.stop();

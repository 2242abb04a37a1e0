import { Agent } from 'node:http';
import { dieWithParent } from '../die-with-parent.ts';
import { watchFlagFile } from '../flag-file.ts';
import { createRandom } from '../random.ts';
import { required, wholeNumber } from '../settings.ts';
import { createLocustApi } from './locust-api.ts';
import { createRunner } from './runner.ts';
import { isStatsFields } from './stats-view.ts';
import { runUser } from './virtual-user.ts';

const POLL_MS = 200;
const AUTOSTART_PER_S = 20;

dieWithParent(process.stdin);
const host = required(process.env, 'LOCUST_HOST');
const fields = process.env['LOCUST_STATS_FIELDS'] ?? 'modern';
if (!isStatsFields(fields)) throw new Error('LOCUST_STATS_FIELDS: expected modern, legacy or other-keys');
const seed = wholeNumber(process.env, 'SEED');
const flags = await watchFlagFile(required(process.env, 'FLAGD_FILE'), POLL_MS);
const agent = new Agent({ keepAlive: true, maxSockets: 1_024, maxFreeSockets: 256 });
const runner = createRunner({
  now: Date.now,
  runUser: (index, stopped) => runUser({
    name: `user-${index}`, host, agent, random: createRandom(seed, `user-${index}`),
    report: (result) => { runner.stats.add(result, Date.now()); },
    mood: () => {
      const flood = flags.value('loadGeneratorFloodHomepage');
      return { paused: flags.value('loadGeneratorTraffic') === 0, flood: typeof flood === 'number' ? flood : 0 };
    },
  }, stopped),
});
const server = createLocustApi({ runner, host, fields, now: Date.now });
server.listen(wholeNumber(process.env, 'PORT'), '127.0.0.1', () => {
  process.stdout.write(`${new Date().toISOString()} INFO Starting web interface, load goes to ${host}\n`);
  const users = wholeNumber(process.env, 'LOCUST_USERS');
  if (users > 0) runner.swarm(users, AUTOSTART_PER_S);
});
process.once('SIGTERM', () => { process.exit(0); });

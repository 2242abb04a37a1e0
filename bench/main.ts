import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ensureRedis } from '../adapters/store/ensure-redis.ts';
import { say, table } from '../cli/print.ts';
import { benchLedger } from './ledger-bench.ts';
import { benchQueue } from './queue-bench.ts';
import { benchTeam } from './team-bench.ts';

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '2000' },
    events: { type: 'string', default: '3000' },
    settle: { type: 'string', default: '60' },
    json: { type: 'string' },
  },
});

const redis = await ensureRedis({ env: process.env, say });
try {
  const ledger = await benchLedger(Number(values.events));
  say(`Ledger: ${ledger.events_per_s.toFixed(0)} durable events/s, one commit each; bare commits ${ledger.bare_commits_per_s.toFixed(0)}/s; ratio ${ledger.ratio.toFixed(2)}`);
  const queue = await benchQueue(redis.url, Number(values.jobs));
  say(`Queue: ${queue.ours_jobs_per_s.toFixed(0)} jobs/s with their ledger writes; raw BullMQ and as many bare commits ${queue.floor_jobs_per_s.toFixed(0)}/s; ratio ${queue.ratio.toFixed(2)} (goal: at least 0.80)`);
  const team = await benchTeam(Number(values.settle), say);
  say(`Start to first check: ${team.start_to_first_check_s.toFixed(2)} s (goal: at most 3)`);
  const rows = team.processes.map((one) => [one.name, one.rss_mib.toFixed(0), one.pss_mib.toFixed(0), `${(one.cpu_share * 100).toFixed(1)} %`]);
  say(table(['process', 'RSS MiB', 'PSS MiB', 'CPU of one core'], [...rows, ['sum', team.rss_sum_mib.toFixed(0), team.pss_sum_mib.toFixed(0), '']]));
  say(`Sum of PSS: ${team.pss_sum_mib.toFixed(0)} MiB (goal: at most 400 MB)`);
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ ledger, queue, team }, null, 2)}\n`);
} finally {
  await redis.stop();
}

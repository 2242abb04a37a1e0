import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../adapters/host/clock.ts';
import { openLedger } from '../adapters/store/ledger.ts';
import { storyEvent } from '../core/event-data.ts';
import { bareCommits } from './queue-bench.ts';

export interface LedgerFigures {
  readonly events: number;
  /** One event a commit, each on disk before the next. */
  readonly events_per_s: number;
  readonly bare_commits_per_s: number;
  readonly ratio: number;
}

/** Durable events a second, one at a time, against bare commits of rows of the same size on the same disk. */
export async function benchLedger(events: number): Promise<LedgerFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'atlas-bench-'));
  try {
    const ledger = openLedger({ file: join(folder, 'ledger.db'), clock: systemClock() });
    const event = storyEvent('bench.event', 'operator', null, { text: 'x'.repeat(200) });
    for (let n = 0; n < 100; n += 1) await ledger.append([event]);
    const start = performance.now();
    for (let n = 0; n < events; n += 1) await ledger.append([event]);
    const ours_s = (performance.now() - start) / 1000;
    ledger.close();
    const bare_s = bareCommits(join(folder, 'bare.db'), events);
    return { events, events_per_s: events / ours_s, bare_commits_per_s: events / bare_s, ratio: bare_s / ours_s };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../adapters/store/ledger.ts';
import { verifyLedger } from '../../adapters/store/verify-ledger.ts';
import { FAILPOINTS } from '../../core/failpoint.ts';
import { startChild } from '../adapters/store/child.ts';
import { systemClock } from '../adapters/store/system-clock.ts';
import { tempFolder } from '../adapters/store/temp-folder.ts';

/** What the outside has, by key: how often it was made. A search shows it only a while later, and some replies are lost. */
interface World {
  readonly made: Map<string, number[]>;
  readonly lag_ms: number;
  lose: number;
}

let world: World;
let server: Server;
let url: string;

beforeEach(async () => {
  world = { made: new Map(), lag_ms: 200, lose: 0 };
  server = createServer((request, response) => {
    const key = (request.url ?? '').slice(1);
    const made = world.made.get(key) ?? [];
    if (request.method === 'POST') {
      world.made.set(key, [...made, performance.now()]);
      if (world.lose > 0) {
        world.lose -= 1;
        request.socket.destroy();
        return;
      }
      response.end(`id-of-${key}`);
      return;
    }
    const visible = made.some((at_ms) => performance.now() - at_ms >= world.lag_ms);
    response.end(visible ? `id-of-${key}` : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  url = `http://127.0.0.1:${address.port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function finished(folder: string, key: string): Promise<void> {
  const ledger = openLedger({ file: join(folder, 'ledger.db'), clock: systemClock });
  expect(await ledger.get('effect', key)).toMatchObject({ status: 'done', result: `id-of-${key}` });
  expect(await ledger.events({ kinds: ['slot.claimed'] })).toHaveLength(1);
  ledger.close();
  expect(await verifyLedger(join(folder, 'ledger.db'))).toMatchObject({ ok: true });
}

describe('outbox under kill -9', () => {
  for (const point of FAILPOINTS) {
    it(`has one effect outside, finished, after a death at ${point}`, async () => {
      const folder = tempFolder();
      const key = point;
      const first = startChild('./fixtures/one-effect.ts', import.meta.url, [folder, url, key], { ATLAS_FAILPOINT: point });
      expect(await first.ended).toMatchObject({ signal: 'SIGKILL' });
      // Dies at the same place again: recovery itself can be killed too. Some places are passed only once.
      await startChild('./fixtures/one-effect.ts', import.meta.url, [folder, url, key], { ATLAS_FAILPOINT: point }).ended;
      const last = startChild('./fixtures/one-effect.ts', import.meta.url, [folder, url, key]);
      expect(await last.ended).toMatchObject({ code: 0, stderr: '' });
      expect(world.made.get(key)).toHaveLength(1);
      await finished(folder, key);
    });
  }

  it('has one effect outside after lost replies and a search that lags', async () => {
    const folder = tempFolder();
    world.lose = 1;
    expect(await startChild('./fixtures/one-effect.ts', import.meta.url, [folder, url, 'lost']).ended).toMatchObject({ code: 0, stderr: '' });
    expect(world.made.get('lost')).toHaveLength(1);
    await finished(folder, 'lost');
  });
});

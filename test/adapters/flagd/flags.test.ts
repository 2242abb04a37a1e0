import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { triggeringContext, withVariant } from '../../../adapters/flagd/flag-variant.ts';
import { createFlagdFlags } from '../../../adapters/flagd/flags.ts';
import type { Clock } from '../../../core/ports.ts';
import { startFlagd } from '../../../sandbox/flagd/start.ts';
import type { Flagd } from '../../../sandbox/flagd/start.ts';
import { flagsContract } from '../../contracts/flags.ts';

const CLOCK: Clock = { now: Date.now, monotonic_ms: () => performance.now(), sleep: (ms) => sleep(ms) };
const SWITCH = { state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: 'off' };
const FILE = {
  $schema: 'https://flagd.dev/schema/v0/flags.json',
  flags: {
    adFailure: { ...SWITCH, description: 'Fail ad service' },
    productCatalogFailure: { ...SWITCH, targeting: { if: [{ '==': [{ var: 'product_id' }, 'OLJCESPC7Z'] }, 'off', 'off'] } },
    loadGeneratorVUs: { state: 'ENABLED', variants: { '5': 5, '50': 50 }, defaultVariant: '5' },
  },
};

async function flagdOn(): Promise<{ readonly flagd: Flagd; readonly stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'adapter-flagd-'));
  const file = join(folder, 'flags.json');
  await writeFile(file, JSON.stringify(FILE));
  const flagd = await startFlagd({ file });
  return {
    flagd,
    async stop() {
      await flagd.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const flagsAt = (flagd: { readonly url: string; readonly ofrep_url: string }, settle_ms = 10_000) =>
  createFlagdFlags({ ui_url: flagd.url, ofrep_url: flagd.ofrep_url, settle_ms, poll_ms: 20, timeout_ms: 5_000, clock: CLOCK });

flagsContract('flagd', async () => {
  const { flagd, stop } = await flagdOn();
  return { flags: flagsAt(flagd), plain: 'adFailure', targeted: 'productCatalogFailure', stop };
});

describe('flagd adapter', () => {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  it('does not believe a write that never takes effect', async () => {
    const { flagd, stop } = await flagdOn();
    stops.push(stop);
    flagd.setFaults({ apply_delay_ms: 60_000 });
    await expect(flagsAt(flagd, 300).set('adFailure', 'on')).rejects.toMatchObject({ error_code: 'UPSTREAM_TIMEOUT', certainty: 'ambiguous', details: { flag: 'adFailure', wanted: 'on', seen: 'off' } });
  });

  it('says that a server is down', async () => {
    const { flagd, stop } = await flagdOn();
    stops.push(stop);
    flagd.setFaults({ down: true });
    await expect(flagsAt(flagd).read()).rejects.toMatchObject({ error_code: 'UPSTREAM_ERROR', retryable: true });
  });

  it('writes the whole document with its schema, and notices a change that got lost', async () => {
    const written: unknown[] = [];
    let flags: Record<string, unknown> = structuredClone(FILE.flags);
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        response.setHeader('content-type', 'application/json');
        if (request.url === '/api/read') return response.end(JSON.stringify({ flags }));
        if (request.url === '/api/write') {
          const body = JSON.parse(text) as { readonly data: { readonly flags: Record<string, unknown> } };
          written.push(body.data);
          // A person saves the page at the same moment.
          flags = { ...body.data.flags, loadGeneratorVUs: { ...FILE.flags.loadGeneratorVUs, defaultVariant: '50' } };
          return response.end('{}');
        }
        return response.end(JSON.stringify({ key: 'adFailure', value: true, variant: 'on', reason: 'STATIC' }));
      });
    });
    const url = await new Promise<string>((resolve) => server.listen(0, '127.0.0.1', () => resolve(urlOf(server))));
    stops.push(() => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())));
    await expect(flagsAt({ url, ofrep_url: url }).set('adFailure', 'on')).rejects.toMatchObject({ error_code: 'CONFLICT', certainty: 'ambiguous', details: { flags: ['loadGeneratorVUs'] } });
    expect(written).toEqual([{ ...FILE, flags: { ...FILE.flags, adFailure: { ...FILE.flags.adFailure, defaultVariant: 'on' } } }]);
  });
});

describe('flags with a rule', () => {
  const flag = { ...SWITCH, targeting: { if: [{ and: [{ '==': [{ var: 'product_id' }, 'OLJ'] }, { '===': [3, { var: 'tier' }] }] }, 'off', 'off'] } };

  it('are changed in the branch of the rule, and asked with what the rule wants', () => {
    expect(withVariant(flag, 'on')).toEqual({ ...flag, targeting: { if: [flag.targeting.if[0], 'on', 'off'] } });
    expect(triggeringContext(flag)).toEqual({ product_id: 'OLJ', tier: 3 });
    expect(triggeringContext({ ...SWITCH })).toEqual({});
    expect(withVariant({ ...SWITCH, targeting: { if: ['odd'] } }, 'on')).toMatchObject({ defaultVariant: 'on' });
  });
});

function urlOf(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { z } from 'zod';
import { startDockerEngine, type DockerEngine } from '../../../sandbox/docker/start.ts';
import { startFlagd, type Flagd } from '../../../sandbox/flagd/start.ts';
import { shopContainerSpecs, SHOP_PORTS } from '../../../sandbox/shop/container-specs.ts';
import { findFreePorts } from '../../../sandbox/shop/free-ports.ts';
import { startSpanSink } from './span-sink.ts';
import { until } from './until.ts';

export interface TestShop {
  readonly engine: DockerEngine;
  readonly flagd: Flagd;
  readonly docker: Docker;
  readonly sink: Awaited<ReturnType<typeof startSpanSink>>;
  readonly frontend_url: string;
  readonly locust_url: string;
  /** Sets one flag's variant through flagd-ui and waits until evaluation gives it and every process has polled since. */
  setFlag(name: string, variant: string): Promise<void>;
  close(): Promise<void>;
}

const Document = z.looseObject({ flags: z.record(z.string(), z.looseObject({ defaultVariant: z.string(), targeting: z.looseObject({ if: z.array(z.unknown()) }).optional() })) });
const Evaluated = z.looseObject({ variant: z.string() });
/** Three polls of the shop's processes: nothing outside tells that they have read the file. */
const POLLED_MS = 700;

/** The shop, its engine, flagd and a collector, with nobody shopping unless `users` says so. */
export async function startShop(users = 0): Promise<TestShop> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-test-'));
  const flag_file = join(folder, 'flags.json');
  await copyFile(new URL('../../../sandbox/shop/flags.json', import.meta.url), flag_file);
  const sink = await startSpanSink();
  const shop = shopContainerSpecs({ flag_file, otlp_endpoint: sink.url, seed: 7, users, ports: await findFreePorts(SHOP_PORTS, null), compile_cache: join(folder, 'cache') });
  const socket = join(folder, 'docker.sock');
  const engine = await startDockerEngine({ specs: shop.specs, socket });
  const flagd = await startFlagd({ file: flag_file });
  return {
    engine, flagd, sink, frontend_url: shop.frontend_url, locust_url: shop.locust_url,
    docker: new Docker({ socketPath: socket }),
    async setFlag(name, variant) {
      const document = Document.parse(await (await fetch(`${flagd.url}/api/read`)).json());
      const flag = document.flags[name];
      if (flag === undefined) throw new Error(`no flag is called ${name}`);
      flag.defaultVariant = variant;
      flag.targeting?.if.splice(1, 1, variant);
      await fetch(`${flagd.url}/api/write`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ data: { ...document, $schema: 'https://flagd.dev/schema/v0/flags.json' } }) });
      await until(`${name}=${variant}`, async () => {
        const answer = await fetch(`${flagd.ofrep_url}/ofrep/v1/evaluate/flags/${name}`, { method: 'POST', body: '{"context":{"product_id":"OLJCESPC7Z"}}' });
        return Evaluated.parse(await answer.json()).variant === variant ? true : null;
      });
      await new Promise((resolve) => setTimeout(resolve, POLLED_MS));
    },
    async close() {
      await Promise.all([engine.close(), flagd.close(), sink.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

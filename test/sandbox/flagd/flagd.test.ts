import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startFlagd, type Flagd } from '../../../sandbox/flagd/start.ts';
import { parseFlags } from '../../../sandbox/flagd/flag-document.ts';
import { until } from '../shop/until.ts';

const Document = z.looseObject({ flags: z.record(z.string(), z.looseObject({ defaultVariant: z.string() })) });

let folder: string;
let file: string;
let flagd: Flagd;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flagd-test-'));
  file = join(folder, 'flags.json');
  await copyFile(new URL('../../../sandbox/shop/flags.json', import.meta.url), file);
  flagd = await startFlagd({ file });
});
afterEach(async () => {
  await flagd.close();
  await rm(folder, { recursive: true, force: true });
});

async function read(): Promise<z.infer<typeof Document>> {
  return Document.parse(await (await fetch(`${flagd.url}/api/read`)).json());
}

function write(body: unknown): Promise<Response> {
  return fetch(`${flagd.url}/api/write`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: typeof body === 'string' ? body : JSON.stringify(body) });
}

async function evaluate(key: string, body = '{}'): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${flagd.ofrep_url}/ofrep/v1/evaluate/flags${key}`, { method: 'POST', body });
  return { status: response.status, body: await response.json() };
}

async function change(name: string, patch: Readonly<Record<string, unknown>>): Promise<void> {
  const document = await read();
  await write({ data: { ...document, flags: { ...document.flags, [name]: { ...document.flags[name], ...patch } } } });
}

describe('flagd look-alike', () => {
  it('answers a write before it applies it, and gives no $schema', async () => {
    expect(await read()).not.toHaveProperty('$schema');
    flagd.setFaults({ apply_delay_ms: 400 });
    const document = await read();
    const answer = await write({ data: { ...document, flags: { ...document.flags, adFailure: { ...document.flags['adFailure'], defaultVariant: 'on' } } } });
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
    expect((await evaluate('/adFailure')).body).toMatchObject({ variant: 'off', value: false, reason: 'STATIC' });
    await until('the new variant', async () => (JSON.stringify((await evaluate('/adFailure')).body).includes('"variant":"on"') ? true : null));
  });

  it('evaluates targeting with the context, and gives all four reasons', async () => {
    await change('productCatalogFailure', { targeting: { if: [{ '==': [{ var: 'product_id' }, 'OLJCESPC7Z'] }, 'on', null] } });
    await until('the targeted product', async () => (JSON.stringify((await evaluate('/productCatalogFailure', '{"context":{"product_id":"OLJCESPC7Z"}}')).body).includes('"variant":"on"') ? true : null));
    expect(await evaluate('/productCatalogFailure', '{"context":{"product_id":"OLJCESPC7Z"}}')).toEqual({ status: 200, body: { value: true, key: 'productCatalogFailure', reason: 'TARGETING_MATCH', variant: 'on', metadata: {} } });
    expect(await evaluate('/productCatalogFailure')).toMatchObject({ status: 200, body: { value: false, reason: 'DEFAULT' } });
    expect(await evaluate('/paymentFailure')).toMatchObject({ status: 200, body: { value: 0, variant: 'off', reason: 'STATIC' } });
    await change('adFailure', { state: 'DISABLED' });
    await until('disabled', async () => (JSON.stringify((await evaluate('/adFailure')).body).includes('DISABLED') ? true : null));
    expect((await evaluate('/adFailure')).body).toEqual({ key: 'adFailure', reason: 'DISABLED', metadata: {} });
    await change('adHighCpu', { targeting: { fractional: [] } });
    await until('a rule it can\'t read', async () => ((await evaluate('/adHighCpu')).status === 400 ? true : null));
    expect((await evaluate('/adHighCpu')).body).toMatchObject({ errorCode: 'PARSE_ERROR' });
  });

  it('answers 404, 400 and the whole list', async () => {
    expect(await evaluate('/x')).toEqual({ status: 404, body: { key: 'x', errorCode: 'FLAG_NOT_FOUND', errorDetails: 'flag `x` does not exist', metadata: {} } });
    expect(await evaluate('/adFailure', '{"context":3}')).toMatchObject({ status: 400, body: { errorCode: 'INVALID_CONTEXT' } });
    expect(await evaluate('/adFailure', '{')).toMatchObject({ status: 400 });
    const bulk = z.object({ flags: z.array(z.unknown()) }).parse((await evaluate('')).body);
    expect(bulk.flags).toHaveLength(Object.keys((await read()).flags).length);
  });

  it('takes any document with data, and refuses one without', async () => {
    expect((await write({ nothing: 1 })).status).toBe(400);
    expect((await write('{')).status).toBe(400);
    expect((await write({ data: { flags: 'wrong' } })).status).toBe(200);
  });

  it('loses an edit behind its back with the next write', async () => {
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"10%": 0.1, "off": 0}, "defaultVariant": "off"', '"10%": 0.1, "off": 0}, "defaultVariant": "10%"'));
    await until('the edit evaluated', async () => (JSON.stringify((await evaluate('/cartFailure')).body).includes('"10%"') ? true : null));
    await change('adFailure', { defaultVariant: 'on' });
    await until('the edit lost', async () => (JSON.stringify((await evaluate('/cartFailure')).body).includes('"off"') ? true : null));
    expect((await evaluate('/adFailure')).body).toMatchObject({ variant: 'on' });
  });

  it('writes in two pieces as 2.2.0 did, and never as 3.0.0', async () => {
    const halves = async (mode: string): Promise<boolean> => {
      flagd.setFaults({ mode, apply_delay_ms: 0 });
      await write({ data: await read() });
      let half = false;
      for (let look = 0; look < 200; look += 1) {
        half ||= parseFlags(await readFile(file, 'utf8')) === null;
        await new Promise((resolve) => setImmediate(resolve));
      }
      return half;
    };
    expect(await halves('2.2.0')).toBe(true);
    await until('the second half', async () => (parseFlags(await readFile(file, 'utf8')) === null ? null : true));
    expect(await halves('3.0.0')).toBe(false);
  });
});

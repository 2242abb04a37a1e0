import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, startRedis, type RedisProcess } from '../../adapters/store/redis-process.ts';
import { PROJECT_ROOT } from '../../cli/deployment.ts';
import { FLOW_MS, STAGE_MS } from './limits.ts';
import { raiseStage, type Flow } from './raise-stage.ts';
import { incidentOn } from './wait-for.ts';
import { partOf, worldBooks } from './world-books.ts';

/** A value in every form in which it may have travelled. */
function formsOf(secret: string): readonly string[] {
  return [...new Set([secret, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('base64').replace(/=+$/, ''), encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])];
}

/** The team goes on while we read: a temporary file may have been renamed meanwhile, and what it held is in another one. */
async function contentOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return Buffer.alloc(0);
    throw thrown;
  }
}

describe('secrets', () => {
  const password = `canary/${randomBytes(18).toString('base64')}`;
  let redis: RedisProcess;
  let flow: Flow;
  beforeAll(async () => {
    redis = await startRedis();
    await ask(redis.port, `CONFIG SET requirepass ${password}`);
    process.env['ATLAS_REDIS_URL'] = `redis://:${encodeURIComponent(password)}@127.0.0.1:${redis.port}`;
    flow = await raiseStage({ seed: 16 });
  }, STAGE_MS);
  afterAll(async () => {
    await flow.end();
    await redis.stop();
  }, STAGE_MS);

  function secrets(): Readonly<Record<string, string>> {
    const { env } = flow.world;
    const named = { SIGNOZ_API_KEY: env['SIGNOZ_API_KEY'], JIRA_API_TOKEN: env['JIRA_API_TOKEN'], DISCORD_BOT_TOKEN: env['DISCORD_BOT_TOKEN'], ATLAS_GATE_TOKEN: process.env['ATLAS_GATE_TOKEN'] };
    const basic = `${env['JIRA_EMAIL']}:${env['JIRA_API_TOKEN']}`;
    return { ...Object.fromEntries(Object.entries(named).map(([name, value]) => [name, value ?? ''])), 'the Redis password': password, 'the Jira login': basic };
  }

  /** Every place where one of them stands, as `name in place`. */
  function hits(place: string, content: Buffer): readonly string[] {
    return Object.entries(secrets()).flatMap(([name, secret]) => (formsOf(secret).some((form) => content.includes(form)) ? [`${name} in ${place}`] : []));
  }

  it('are used, and stand nowhere afterwards: not in files, not in tickets, not in messages', async () => {
    expect(Object.values(secrets()).every((secret) => secret.length >= 16), 'the test knows them').toBe(true);
    expect(await ask(redis.port, 'PING'), 'Redis wants its password').toContain('NOAUTH');
    await flow.rehearse('wedged');
    const opened = await incidentOn(flow, 'cart', 'has a ticket and a message', (incident) => incident.ticket !== null && incident.message !== null);

    // Somebody pastes one where Atlas writes it down and says it again.
    const pasted = secrets()['JIRA_API_TOKEN'] ?? '';
    const script = join(PROJECT_ROOT, 'cli', 'atlas.js');
    await promisify(execFile)(process.execPath, [script, 'ack', opened.id, '--by', `kim ${pasted}`, '--config', flow.deployment.rootFile, '--state', flow.stateDir], { env: process.env });
    const mended = await incidentOn(flow, 'cart', 'is resolved', (incident) => incident.status === 'resolved' && incident.message_settled && incident.acknowledged !== null);
    expect(mended.acknowledged?.by).toBe('kim [secret]');

    const files = (await readdir(flow.stateDir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    expect(files.map((entry) => entry.name)).toEqual(expect.arrayContaining(['ledger.db', 'jira-resolver.log', `${opened.id}.json5`]));
    const inFiles = await Promise.all(files.map(async (entry) => hits(join(entry.parentPath, entry.name), await contentOf(join(entry.parentPath, entry.name)))));
    expect(inFiles.flat()).toEqual([]);

    const books = await worldBooks(flow.world);
    expect(books.issues.length + books.messages.length, 'there is something to look at').toBeGreaterThan(1);
    for (const part of ['jira', 'discord', 'docker', 'flagd']) expect(hits(`what ${part} was told`, Buffer.from(JSON.stringify(await partOf(flow.world, part))))).toEqual([]);
  }, FLOW_MS);
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, startRedis, type RedisProcess } from '../../adapters/store/redis-process.ts';
import { eventually } from '../adapters/store/eventually.ts';
import { FLOW_MS, STAGE_MS, STEP_MS } from './limits.ts';
import { raiseStage, type Flow } from './raise-stage.ts';
import { eventOf, furtherRounds, incidentOn } from './wait-for.ts';
import { doubles, worldBooks } from './world-books.ts';

/** Rounds of a second each that Redis is away for. */
const ROUNDS_AWAY = 8;
const TRIES = 3;

describe('the queue goes away', () => {
  let redis: RedisProcess;
  let flow: Flow;
  beforeAll(async () => {
    redis = await startRedis();
    process.env['ATLAS_REDIS_URL'] = redis.url;
    flow = await raiseStage({ seed: 13 });
  }, STAGE_MS);
  afterAll(async () => {
    await flow.end();
    await redis.stop();
  }, STAGE_MS);

  it('detection and messages go on without it, and the loop closes though it comes back empty and is emptied again', async () => {
    await flow.rehearse('bad-flag');
    await eventOf(flow, 'scenario.injected');
    await redis.stop();
    const found = await incidentOn(flow, 'ad', 'is found and told while Redis is away', (incident) => incident.message !== null && incident.ticket !== null);
    await furtherRounds(flow, 'ops-monitor/check', ROUNDS_AWAY);
    expect(await ask(redis.port, 'PING'), 'Redis was away all the time').toBeNull();

    redis = await startRedis({ port: redis.port });
    await eventually('the queue is used again', async () => Number((await ask(redis.port, 'DBSIZE'))?.match(/:(\d+)/)?.[1] ?? 0) > 0, STEP_MS);
    expect(await ask(redis.port, 'FLUSHALL')).toContain('+OK');

    const given = await incidentOn(flow, 'ad', 'is handed to people', (incident) => incident.status === 'escalated' && incident.ticket_state === 'todo');
    expect(given.id).toBe(found.id);
    expect(given.attempts.map((attempt) => attempt.result)).toEqual(Array.from({ length: TRIES }, () => 'failed'));
    await furtherRounds(flow, 'jira-resolver/resolve', 2);

    const { issues, messages, restarts } = await worldBooks(flow.world);
    expect(issues).toHaveLength(1);
    expect(restarts.map((restart) => restart.name)).toEqual(Array.from({ length: TRIES }, () => 'ad'));
    expect(doubles(messages.map((message) => message.embeds[0]?.footer?.text ?? ''))).toEqual([]);
  }, FLOW_MS);
});

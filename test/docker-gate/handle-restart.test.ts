import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../docker-gate/answer.ts';
import { createContainers } from '../../docker-gate/containers.ts';
import { parseEngineAddress } from '../../docker-gate/engine-address.ts';
import { createEngine, EngineError } from '../../docker-gate/engine-client.ts';
import { handleRestart } from '../../docker-gate/handle-restart.ts';
import type { RestartParts } from '../../docker-gate/handle-restart.ts';
import type { BlockingLock } from '../../docker-gate/lock-folder.ts';
import { startEngineStandIn, withoutLookUps } from './engine-stand-in.ts';
import type { EngineStandIn } from './engine-stand-in.ts';

describe('one restart, step by step', () => {
  let standIn: EngineStandIn;
  let steps: string[];
  let lock: BlockingLock | null;
  beforeEach(async () => {
    standIn = await startEngineStandIn();
    steps = [];
    lock = null;
  });
  afterEach(() => standIn.close());

  function run(failing: Partial<RestartParts> = {}): Promise<Answer> {
    const engine = createEngine(parseEngineAddress(standIn.address));
    const request = new IncomingMessage(new Socket());
    request.push(null);
    const parts: RestartParts = {
      engine: {
        ...engine,
        ask: (method, path, limits) => {
          if (method === 'POST') steps.push('engine');
          return engine.ask(method, path, limits);
        },
      },
      containers: createContainers(engine, new Set(['cart'])),
      fences: {
        judge: () => 'ok',
        record: (_name, _fence, use) => void steps.push(`fence ${use}`),
      },
      audit: { append: (record) => void steps.push(record.decision), close: () => undefined },
      lock: () => lock,
      in_flight: new Set(),
      log: () => undefined,
      ...failing,
    };
    return handleRestart(parts, { kind: 'restart', api: '', container: 'cart', t_s: 1 }, new Map([['x-atlas-fence', '7']]), request);
  }

  it('writes the audit line and the fence before it asks the engine, and the outcome after', async () => {
    expect(await run()).toMatchObject({ status: 204 });
    expect(steps).toEqual(['allowed', 'fence asked', 'engine', 'fence done', 'outcome']);
  });

  it('does not ask the engine when the audit line cannot be written', async () => {
    const audit = {
      append: (): void => {
        throw new Error('no space');
      },
      close: (): void => undefined,
    };
    expect(await run({ audit })).toMatchObject({ kind: 'refused', reason: 'audit_unwritable' });
    expect(withoutLookUps(standIn.requests)).toEqual([]);
  });

  it('does not ask the engine when the fence cannot be made durable', async () => {
    const fences = {
      judge: (): 'ok' => 'ok',
      record: (): void => {
        throw new Error('no space');
      },
    };
    expect(await run({ fences })).toMatchObject({ kind: 'refused', reason: 'fence_unwritable' });
    expect(withoutLookUps(standIn.requests)).toEqual([]);
  });

  it('looks at the locks once more after the disk has taken its time', async () => {
    const audit = {
      append: (): void => {
        lock = { file: 'freeze.lock', why: 'held' };
      },
      close: (): void => undefined,
    };
    expect(await run({ audit })).toMatchObject({ kind: 'refused', reason: 'locked' });
    expect(steps).toEqual(['fence asked', 'fence not_asked']);
    expect(withoutLookUps(standIn.requests)).toEqual([]);
  });

  it.each([
    [false, 'not_asked'],
    [true, 'asked'],
  ])('gives the fence back only when no connection to the engine stood (stood: %s)', async (reached, use) => {
    const engine = createEngine(parseEngineAddress(standIn.address));
    const ask = (): Promise<never> => Promise.reject(new EngineError(reached ? 'cut' : 'unreachable', reached, 'gone'));
    expect(await run({ engine: { ...engine, ask } })).toMatchObject({ status: 502 });
    expect(steps).toEqual(['allowed', 'fence asked', `fence ${use}`, 'outcome']);
  });

  it('says that the engine was not reached when the look-up fails, whatever became of that', async () => {
    standIn.containers.splice(0);
    expect(await run()).toMatchObject({ status: 404 });
    await standIn.close();
    const answer = await run();
    expect(answer.kind === 'whole' ? JSON.parse(answer.body) : null).toMatchObject({ details: { reached_engine: false } });
    standIn = await startEngineStandIn();
    expect(steps).toEqual([]);
  });
});

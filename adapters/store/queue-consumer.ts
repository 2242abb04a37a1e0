import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { AgentName } from '../../core/agent.ts';
import type { QueueConsumer, SlotOffer } from '../../core/ports.ts';
import { DEFAULT_QUEUE_PREFIX, parseOffer, queueName } from './queue-names.ts';

export interface ConsumerOptions {
  readonly agent: AgentName;
  readonly url: string;
  readonly prefix?: string;
  /** Claims the slot in the ledger and runs it. What it throws is given to `onError`; the slot stays unfinished in the ledger. */
  readonly handle: (offer: SlotOffer) => Promise<void>;
  /** Told when Redis goes away and when it is back, never more often. */
  readonly onState?: (state: 'up' | 'down') => void;
  readonly onError?: (error: unknown, offer: SlotOffer | null) => void;
}

const OFFERS_AT_ONCE = 16;

/**
 * Takes the offers of one agent from its queue, a few at a time, for as long as the process lives: reconnects for ever, and neither a
 * stopped nor a flushed Redis ends it. The same offer may come twice; the slot in the ledger decides.
 */
export function startQueueConsumer({ agent, url, prefix = DEFAULT_QUEUE_PREFIX, handle, onState, onError }: ConsumerOptions): QueueConsumer {
  let state: 'up' | 'down' | 'new' = 'new';
  function turn(to: 'up' | 'down'): void {
    if (state === to) return;
    state = to;
    onState?.(to);
  }

  // BullMQ makes a second one of it, for the read that blocks; both reconnect for ever.
  const redis = new Redis(url, { maxRetriesPerRequest: null, connectTimeout: 5_000, keepAlive: 5_000, retryStrategy: (times) => Math.min(100 * times, 2_000) });
  redis.on('ready', () => turn('up'));
  redis.on('close', () => turn('down'));
  // Errors come by the hundred while Redis is away, and unheard they would end the process: the change of state is the news.
  redis.on('error', () => undefined);

  const worker = new Worker(
    queueName(prefix, agent),
    async (job) => {
      const offer = parseOffer(job.data);
      if (offer === null || offer.agent !== agent) {
        onError?.(new Error('an offer in the queue does not have the form of one'), null);
        return;
      }
      try {
        await handle(offer);
      } catch (error) {
        // Never a failed job: failed ones would park unseen. The ledger's unfinished slot is what gets it offered again.
        onError?.(error, offer);
      }
    },
    {
      connection: redis,
      // Offers that are handled side by side share the ledger's commits; each schedule still runs one slot at a time.
      concurrency: OFFERS_AT_ONCE,
      // Long enough that a busy event loop doesn't lose the lock; a killed worker's job comes back once, and its slot says what to do.
      lockDuration: 30_000,
      stalledInterval: 15_000,
      maxStalledCount: 1,
      // How long the blocking read waits: also how soon a worker looks again after a flush or a stopped Redis.
      drainDelay: 2,
      removeOnComplete: { count: 100, age: 3_600 },
      removeOnFail: { count: 0 },
      runRetryDelay: 1_000,
      skipVersionCheck: true,
    },
  );
  worker.on('error', () => undefined);

  return {
    async close() {
      // Forced while Redis is away: a graceful end would wait for it.
      await worker.close(state !== 'up').catch(() => undefined);
      redis.disconnect();
    },
  };
}

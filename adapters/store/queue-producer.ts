import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { AgentName } from '../../core/agent.ts';
import { AtlasError } from '../../core/error.ts';
import type { QueueProducer, SlotOffer } from '../../core/ports.ts';
import { DEFAULT_QUEUE_PREFIX, jobId, queueName } from './queue-names.ts';

export interface ProducerOptions {
  readonly url: string;
  readonly prefix?: string;
  /** Told when Redis goes away and when it is back, never more often. */
  readonly onState?: (state: 'up' | 'down') => void;
}

// An offer is only a hint: better lost at once than late.
const OFFER_TIMEOUT_MS = 800;

/** Offers slots through BullMQ. `offer` rejects within a second (UPSTREAM_ERROR or UPSTREAM_TIMEOUT, retryable) when Redis is away. */
export function createQueueProducer({ url, prefix = DEFAULT_QUEUE_PREFIX, onState }: ProducerOptions): QueueProducer {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: OFFER_TIMEOUT_MS,
    retryStrategy: (times) => Math.min(100 * times, 2_000),
  });
  const queues = new Map<AgentName, Queue>();
  let state: 'up' | 'down' | 'new' = 'new';

  function turn(to: 'up' | 'down'): void {
    if (state === to) return;
    state = to;
    onState?.(to);
  }
  // Each offer that waits for the connection listens to it: many at once are no leak.
  redis.setMaxListeners(0);
  redis.on('ready', () => turn('up'));
  redis.on('close', () => turn('down'));
  // Without a listener an error event would end the process; the state says it already.
  redis.on('error', () => undefined);

  function queueOf(agent: AgentName): Queue {
    const known = queues.get(agent);
    if (known !== undefined) return known;
    // Its version check would have to wait for a Redis that may be away for hours.
    const queue = new Queue(queueName(prefix, agent), { connection: redis, skipVersionCheck: true, skipWaitingForReady: true, skipMetasUpdate: true });
    queue.on('error', () => undefined);
    queues.set(agent, queue);
    return queue;
  }

  /** A queue whose first steps failed stays failed: the next offer begins with a new one. */
  function forget(agent: AgentName): void {
    void queues.get(agent)?.close().catch(() => undefined);
    queues.delete(agent);
  }

  async function add(offer: SlotOffer): Promise<void> {
    if (redis.status !== 'ready' && !(await readySoon(redis))) throw new AtlasError('UPSTREAM_ERROR', 'Redis is not connected', { retryable: true });
    await queueOf(offer.agent).add(offer.schedule, offer, {
      jobId: jobId(offer),
      attempts: 1,
      removeOnComplete: { count: 100, age: 3_600 },
      // A failed job that stayed would swallow the reconciler's next offer of the same slot.
      removeOnFail: true,
    });
  }

  return {
    async offer(offer) {
      const deadline = new AbortController();
      try {
        await Promise.race([add(offer), rejectAfter(OFFER_TIMEOUT_MS, deadline.signal)]);
      } catch (error) {
        forget(offer.agent);
        if (error instanceof AtlasError) throw error;
        throw new AtlasError('UPSTREAM_ERROR', `Redis did not take the offer: ${error instanceof Error ? error.message : String(error)}`, { retryable: true, cause: error });
      } finally {
        deadline.abort();
      }
    },
    async close() {
      for (const queue of queues.values()) await queue.close().catch(() => undefined);
      redis.disconnect();
    },
  };
}

/** At start the connection is a few milliseconds young: that is not "away". */
function readySoon(redis: Redis): Promise<boolean> {
  if (redis.status !== 'connecting' && redis.status !== 'connect') return Promise.resolve(false);
  return new Promise((resolve) => {
    const done = (): void => {
      redis.off('ready', done);
      redis.off('close', done);
      resolve(redis.status === 'ready');
    };
    redis.on('ready', done);
    redis.on('close', done);
  });
}

function rejectAfter(ms: number, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => reject(new AtlasError('UPSTREAM_TIMEOUT', `Redis did not answer within ${ms} ms`, { retryable: true, certainty: 'ambiguous' })), ms);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}

import { createLeak } from '../memory-leak.ts';
import { listField, textField } from '../json-field.ts';
import type { Service, ServiceParts } from '../service.ts';

/** Per cache miss; about half of the calls miss. */
const LEAK_BYTES = 6 * 1024 * 1024;

export function createService({ flags, random }: ServiceParts): Service {
  const leak = createLeak();
  return {
    work_ms: [24, 36],
    lane: { concurrency: 3, queue_limit: 60, thrash_at: 4 },
    routes: [{
      method: 'GET', path: '/recommendations',
      async handle(exchange) {
        if (flags.value('recommendationCacheFailure') === true) {
          const hit = random() < 0.5;
          exchange.set({ 'demo.recommendation.cache_hit': hit });
          if (!hit) {
            leak.grow(LEAK_BYTES);
            exchange.log('INFO', `get_product_list: cache miss, ${leak.held_bytes()} bytes cached`);
          }
        }
        const ids = listField(await exchange.call('product-catalog', 'GET', '/products'), 'products').map((product) => textField(product, 'id', ''));
        const start = Math.floor(random() * ids.length);
        return { product_ids: [...ids.slice(start), ...ids.slice(0, start)].slice(0, 5) };
      },
    }],
  };
}

import { PRODUCTS } from '../products.ts';
import { ServiceFailure, type Service, type ServiceParts } from '../service.ts';

/** Every page needs it and its pool is small: with some sixty users it is where the queue stands. */
export function createService({ flags }: ServiceParts): Service {
  return {
    work_ms: [5, 11],
    lane: { concurrency: 1, queue_limit: 80, thrash_at: 34 },
    routes: [
      { method: 'GET', path: '/products', handle: () => ({ products: PRODUCTS }) },
      {
        method: 'GET', path: '/products/{id}',
        handle(exchange) {
          const id = exchange.params['id'] ?? '';
          exchange.set({ 'demo.product.id': id });
          if (flags.value('productCatalogFailure', { product_id: id }) === true) throw new ServiceFailure('Error: Product Catalog Fail Feature Flag Enabled');
          const product = PRODUCTS.find((candidate) => candidate.id === id);
          if (product === undefined) throw new ServiceFailure(`Product Not Found: ${id}`, 404);
          return product;
        },
      },
    ],
  };
}
